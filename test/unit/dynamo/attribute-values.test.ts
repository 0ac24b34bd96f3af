import { describe, expect, test } from 'vitest';
import { fromAttribute, isAttributeName, toAttribute } from '../../../shared/dynamo/rows/attribute-values.ts';

/** A text within so many lists, or objects. */
const within = (levels: number, wrap: (inner: unknown) => unknown): unknown =>
  levels === 0 ? 'a' : wrap(within(levels - 1, wrap));
const inLists = (levels: number) => within(levels, (inner) => [inner]);
const inObjects = (levels: number) => within(levels, (inner) => ({ b: inner }));

describe('a JSON value as an attribute', () => {
  test.each([
    ['', { S: '' }],
    ['Größe 🎉', { S: 'Größe 🎉' }],
    [0, { N: '0' }],
    [-1.5, { N: '-1.5' }],
    [9.99e124, { N: '9.99e+124' }],
    [-9.99e124, { N: '-9.99e+124' }],
    [1.1e-128, { N: '1.1e-128' }],
    [true, { BOOL: true }],
    [false, { BOOL: false }],
    [null, { NULL: true }],
    [[], { L: [] }],
    [{}, { M: {} }],
    [['a', [1, null]], { L: [{ S: 'a' }, { L: [{ N: '1' }, { NULL: true }] }] }],
    [{ a: 'b', c: { d: [false] } }, { M: { a: { S: 'b' }, c: { M: { d: { L: [{ BOOL: false }] } } } } }],
  ])('%j comes back from %j', (value, attribute) => {
    expect(toAttribute(value)).toEqual(attribute);
    expect(fromAttribute(attribute)).toEqual(value);
  });

  test.each([
    ['half a character', '\ud83d'],
    ['minus zero', -0],
    ['a number too large', 1e125],
    ['a number too small', 1e-128],
    ['a negative number too large', -1e125],
    ['a negative number too small', -1e-128],
    ['a number that only its digits give back', JSON.rawJSON('12345678901234567890')],
    ['nothing', undefined],
    ['a function', () => 1],
    ['a big integer', 1n],
  ])('does not exist for %s, nor for what holds it', (_what, value) => {
    expect(toAttribute(value)).toBeUndefined();
    expect(toAttribute([1, value])).toBeUndefined();
    expect(toAttribute({ a: 1, b: value })).toBeUndefined();
  });

  test.each([
    ['lists', inLists],
    ['objects', inObjects],
  ])('has %s as deep as DynamoDB takes them, and no deeper', (_what, nested) => {
    const deepest = toAttribute(nested(29));
    expect(deepest && fromAttribute(deepest)).toEqual(nested(29));
    expect(toAttribute(nested(30))).toBeUndefined();
  });

  test.each(['', '__proto__', '\ud83d', 'a'.repeat(255)])('does not exist for an object with the name "%s"', (name) => {
    expect(isAttributeName(name)).toBe(false);
    expect(toAttribute(Object.fromEntries([[name, 1]]))).toBeUndefined();
  });

  test('may bear a name of 254 characters', () => {
    const name = 'a'.repeat(254);
    expect(isAttributeName(name)).toBe(true);
    expect(toAttribute({ [name]: 1 })).toEqual({ M: { [name]: { N: '1' } } });
  });
});
