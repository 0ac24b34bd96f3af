import { expect, test } from 'vitest';
import { noteBefore } from '../../../cli/texts/capture-notes.ts';
import { captureAt, progressOf } from '../capture/capture-fixture.ts';

const brought = { state: 'captured', polls: 1, rows: 5, contentHash: 'h' } as const;

test.each([
  ['nothing of one whose last poll ended', brought, undefined],
  ['two polls of one whose next poll broke off', { ...brought, unfinishedRows: true }, /broke off: rows of two polls/],
  [
    'two polls of one whose next poll is under way',
    { ...brought, progress: progressOf() },
    /under way, so rows of two/,
  ],
  ['the last poll of one that failed', { ...brought, state: 'failed' }, /failed; these are the rows of its last poll/],
  ['what is there of one that no poll has ended for', { state: 'parked' }, /parked; these are the rows stored so far/],
] as const)('a note before rows tells of %s', (_case, changes, expected) => {
  const note = noteBefore(captureAt(changes));
  if (expected === undefined) expect(note).toBeUndefined();
  else expect(note).toMatch(expected);
});
