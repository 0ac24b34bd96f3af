import { expect, test } from 'vitest';
import { columnsOf, printable, printableWithin } from '../../cli/output/printable.ts';
import { cutHarmless } from '../../page/html/markup.ts';
import { looseNameKey, nameKey } from '../../shared/analysis/course/name-key.ts';
import { createTextSearch } from '../../shared/domain/erasure/text-search.ts';
import { personKey } from '../../shared/domain/person-key.ts';
import { parseExact } from '../../shared/domain/row/exact-json.ts';
import { harmlessText } from '../../shared/operations/export/tables/harmless-text.ts';
import { answerStory } from '../../shared/zoom/answers/answer-story.ts';
import { zoomWords } from '../../shared/zoom/answers/zoom-words.ts';

// What anybody can name themselves, or answer in Zoom's place: a text ten times as long takes some ten times as long.
const search = createTextSearch(['aaaab', 'Ada Lovelace']);
const functions: Readonly<Record<string, (text: string) => unknown>> = {
  printable,
  printableWithin: (text) => printableWithin(text, 1_000_000),
  columnsOf,
  cutHarmless: (text) => cutHarmless(text, 1_000_000),
  nameKey,
  looseNameKey,
  personKey,
  harmlessText,
  zoomWords,
  answerStory: (body) => answerStory({ status: 200, headers: new Headers(), body }, undefined),
  'search and blank': (text) => [search.isIn(text), search.blank(text)],
  'parse of JSON': (text) => parseExact(`[${JSON.stringify(text)},1.${text.replace(/\D/g, '0')}1]`),
};
const pieces = [
  'a',
  '0',
  ' ',
  '\t',
  '\n',
  '"',
  ';',
  '=',
  '\t"',
  ';=',
  '(',
  '<',
  '<a ',
  'a ',
  ', ',
  '\u0301',
  'a\u0301',
  '😀',
  '@',
];
const [short, long] = [10_000, 100_000];

/** Milliseconds of a processor, the least of some tries: what else the machine does is not in it. */
function took(run: () => unknown): number {
  const times = [0, 1].map(() => {
    const from = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(from);
    return (user + system) / 1_000;
  });
  return Math.min(...times);
}

test.each(Object.entries(functions))(
  '%s takes ten times as long for a hostile text of ten times the length, not a hundred',
  (_name, run) => {
    for (const piece of pieces) {
      const [few, many] = [short, long].map((length) => `${piece.repeat(length / piece.length)}x`);
      // Below a millisecond a clock tells nothing.
      const growth = () =>
        took(() => run(many ?? '')) /
        Math.max(
          1,
          took(() => run(few ?? '')),
        );
      // What is quadratic is so every time; where garbage was collected meanwhile it is not.
      const isLinear = [1, 2, 3, 4, 5].some(() => growth() < 45);
      expect(isLinear, JSON.stringify(piece)).toBe(true);
    }
  },
);
