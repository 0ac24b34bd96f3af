import { describe, expect, test } from 'vitest';
import { hasKind, knownDatasets } from '../../../shared/domain/dataset.ts';
import { kinds } from '../../../shared/domain/meeting/kind.ts';
import {
  type AskedList,
  accountCodes,
  finalCodes,
  meaningOf,
  passingCodes,
  saysNone,
  saysScopeIsMissing,
} from '../../../shared/zoom/answers/known-codes.ts';
import { readAnswer } from '../../../shared/zoom/answers/read-answer.ts';
import { answer, now } from './answers.ts';

const lists: readonly AskedList[] = knownDatasets.flatMap((dataset) =>
  kinds.filter((kind) => hasKind(dataset, kind)).map((kind) => ({ dataset, kind })),
);
const known = [...finalCodes, ...accountCodes, ...passingCodes];
const codes = known.map(({ code }) => code);

describe("Zoom's codes", () => {
  test('stand in one table each, with what they say and where that is from', () => {
    expect(new Set(codes).size).toBe(codes.length);
    for (const { says, source } of known) {
      expect(says).toMatch(/^[A-Z].*\.$/);
      expect(new URL(source).protocol).toBe('https:');
    }
  });

  test('end a capture at once for the lists that they are documented for, and for no other', () => {
    const ending = lists.map((list) => [
      list.dataset,
      list.kind,
      codes.filter((code) => meaningOf(code, list) === 'final'),
    ]);
    expect(ending).toEqual([
      ['participants', 'meeting', [12702]],
      ['participants', 'webinar', [12702]],
      ['qos', 'meeting', [12702]],
      ['qos', 'webinar', [12702]],
      ['report', 'meeting', [1010, 12702]],
      ['report', 'webinar', [1010, 12702]],
      ['registrants', 'meeting', []],
      ['registrants', 'webinar', []],
      ['polls', 'meeting', [1010, 12702]],
      ['polls', 'webinar', [1010, 12702]],
      ['qa', 'meeting', [1010, 12702]],
      ['qa', 'webinar', [1010, 12702]],
      ['survey', 'meeting', [1010, 12702]],
      ['survey', 'webinar', [1010, 12702]],
      ['absentees', 'webinar', [12702]],
    ]);
  });

  test('that are final somewhere are so where it is not known what was asked for', () => {
    expect(meaningOf(1010, undefined)).toBe('final');
  });

  test('of a missing scope are told from those of a plan or a role', () => {
    expect(codes.filter(saysScopeIsMissing)).toEqual([104, 4700, 4711]);
    expect(saysScopeIsMissing(undefined)).toBe(false);
  });

  test('that nobody knows mean nothing', () => {
    expect([undefined, 0, 3000, 99_999].map((code) => meaningOf(code, undefined))).toEqual(Array(4).fill(undefined));
  });

  test.each(lists)('decide by what was asked for: $dataset of a $kind', (list) => {
    const said = () =>
      readAnswer(
        answer(400, { code: 1010, message: 'User does not belong to this account.' }),
        { rowsName: 'participants', hadPageToken: false, list },
        { now: () => now, random: () => 0 },
      );
    expect(said).toThrow(
      expect.objectContaining({ name: meaningOf(1010, list) === 'final' ? 'ZoomFinalError' : 'ZoomUnexpectedError' }),
    );
  });

  test('that say of a list that the meeting has none do so of that list alone', () => {
    const none = lists.flatMap((list) =>
      [300, 3000, 3161, 3001]
        .filter((code) => saysNone(code, list))
        .map((code) => `${list.kind} ${list.dataset} ${code}`),
    );
    expect(none).toEqual([
      'meeting registrants 300',
      'meeting registrants 3161',
      'webinar registrants 300',
      'webinar registrants 3161',
      'webinar absentees 3000',
    ]);
    expect(saysNone(undefined, { dataset: 'registrants', kind: 'meeting' })).toBe(false);
    expect(saysNone(300, undefined)).toBe(false);
  });

  test('that say so of a page with a token say that the token has died', () => {
    const refusedWith = (hadPageToken: boolean) => () =>
      readAnswer(
        answer(400, { code: 300, message: 'No.' }),
        { rowsName: 'registrants', hadPageToken, list: { dataset: 'registrants', kind: 'meeting' } },
        { now: () => now, random: () => 0.5 },
      );
    expect(refusedWith(false)).toThrow(expect.objectContaining({ name: 'ZoomNoneError' }));
    expect(refusedWith(true)).toThrow(expect.objectContaining({ name: 'ZoomPagingError' }));
  });
});
