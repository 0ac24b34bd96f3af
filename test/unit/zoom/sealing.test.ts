import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seal, unseal } from '../../../shared/domain/sealing.ts';

const sealed = seal('token-é-🏛️', 'secret', 'account');

describe('a sealed text', () => {
  test('opens with its secret and account', () => {
    expect(unseal(sealed, 'secret', 'account')).toBe('token-é-🏛️');
  });
  test('that an earlier version sealed still opens', () => {
    const stored = 'cyJDQzCJ+vI9laV5bO9rosniHIWUpQ6sWExN2RzsF2v8lYr5jSQ+Eis0nW8=';
    expect(unseal(stored, 'secret', 'account')).toBe('token-é-🏛️');
  });
  test('does not open with another secret', () => {
    expect(unseal(sealed, 'Secret', 'account')).toBeUndefined();
  });
  test('does not open for another account', () => {
    expect(unseal(sealed, 'secret', 'other')).toBeUndefined();
  });
  test('does not open when any byte is changed', () => {
    const bytes = Buffer.from(sealed, 'base64');
    for (const [index, byte] of bytes.entries()) {
      const changed = Buffer.from(bytes);
      changed[index] = byte ^ 1;
      expect(unseal(changed.toString('base64'), 'secret', 'account')).toBeUndefined();
    }
  });
  test.each(['', 'AAAA', sealed.slice(0, 36)])('does not open when it is cut to "%s"', (cut) => {
    expect(unseal(cut, 'secret', 'account')).toBeUndefined();
  });
  test('is another each time, and never holds the text', () => {
    expect(seal('token', 'secret', 'account')).not.toBe(seal('token', 'secret', 'account'));
    expect(Buffer.from(sealed, 'base64').toString('utf8')).not.toContain('token');
  });
  test('opens whatever the text, the secret and the account', () => {
    const text = fc.string({ unit: 'grapheme' });
    fc.assert(
      fc.property(
        text,
        text,
        text,
        (value, secret, account) => unseal(seal(value, secret, account), secret, account) === value,
      ),
    );
  });
});
