import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { editRow, jsonMembers } from '../../../local/simulator/rows/edit-row.ts';

describe('editing a row', () => {
  test.each([
    ['{"a":1.0,"b":2}', { b: 3 }, '{"a":1.0,"b":3}'],
    ['{"a":12345678901234567890,"b":"x"}', { b: undefined }, '{"a":12345678901234567890}'],
    ['{"b":[{"b":1}],"c":"}\\",\\u00e9"}', { b: 0 }, '{"b":0,"c":"}\\",\\u00e9"}'],
    ['{"c":{"b":1}}', { b: 0 }, '{"c":{"b":1}}'],
    ['{"c":"b"}', { b: 0 }, '{"c":"b"}'],
    ['{}', { b: 0 }, '{}'],
  ])('editing the row %s with %o gives %s', (row, changes, expected) => {
    expect(editRow(row, changes)).toBe(expected);
  });

  test('the members of any object are found, none lost or changed', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.constantFrom(0, 2), (value, indent) => {
        const members = jsonMembers(JSON.stringify(value, null, indent));
        const own = JSON.parse(JSON.stringify(value));
        expect(members.map(({ name }) => name)).toEqual(Object.keys(own));
        expect(JSON.parse(`{${members.map(({ text }) => text).join(',')}}`)).toEqual(own);
      }),
    );
  });
});
