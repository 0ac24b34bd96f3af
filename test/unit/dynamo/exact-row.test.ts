import { describe, expect, test } from 'vitest';
import { parseExact } from '../../../shared/domain/row/exact-json.ts';
import { decodeRow, encodeRow } from '../../../shared/dynamo/rows/exact-row.ts';

describe('a row as attributes', () => {
  test("stands under Zoom's own names", () => {
    expect(encodeRow({ email: '', duration: 7, camera: null })).toEqual({
      email: { S: '' },
      duration: { N: '7' },
      camera: { NULL: true },
    });
  });

  test('keeps together, as text, what DynamoDB cannot hold and what bears one of our names', () => {
    const row = { pk: 'theirs', '': 1, zero: -1e-200, name: 'half \ud83d', email: 'a' };
    expect(encodeRow(row)).toEqual({
      email: { S: 'a' },
      verbatim: { S: '{"pk":"theirs","":1,"zero":-1e-200,"name":"half \\ud83d"}' },
    });
    expect(decodeRow(encodeRow(row))).toEqual(row);
  });

  test('keeps a field that bears the name of that text', () => {
    const row = { verbatim: 'theirs' };
    expect(decodeRow(encodeRow(row))).toEqual(row);
  });

  test('keeps the digits of a number that a double cannot hold', () => {
    const text = '{"id":12345678901234567890}';
    expect(JSON.stringify(decodeRow(encodeRow(Object(parseExact(text)))))).toBe(text);
  });

  test('is the row alone, whatever of ours stands beside it on the item', () => {
    const item = { ...encodeRow({ email: 'a' }), pk: { S: 'uuid' }, run: { N: '1' }, entity: { S: 'report' } };
    expect(decodeRow(item)).toEqual({ email: 'a' });
    expect(decodeRow({ email: { S: 'a' }, verbatim: { S: '[1]' } })).toEqual({ email: 'a' });
  });
});
