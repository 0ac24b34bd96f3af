import { describe, expect, test } from 'vitest';
import { protectUuids, readUuid } from '../../../cli/protect-uuids.ts';

describe('a UUID that looks like an option', () => {
  test.each(['-bM3k0pVTL2GdZ1rY7eXqA==', '--M3k0pVTL2GdZ1rY7eXqA==', '-/+3k0pVTL2GdZ1rY7eXqA==', '-hV==', '-x='])(
    'is marked and read back: %s',
    (uuid) => {
      const [marked = ''] = protectUuids([uuid]);
      expect(marked).not.toMatch(/^-/);
      expect(readUuid(marked)).toBe(uuid);
    },
  );

  test.each(['--json', '-h', '--limit', '--data-dir=', '--table=Captures', '--region=eu-west-1', '/x+==', '--'])(
    'is not: %s',
    (argument) => {
      expect(protectUuids([argument])).toEqual([argument]);
      expect(readUuid(argument)).toBe(argument);
    },
  );

  test('is refused when blank', () => {
    expect(() => readUuid('')).toThrow('It is blank');
  });
});
