import { readFileSync, writeFileSync } from 'node:fs';
import type { CaptureState } from '../shared/domain/capture/capture.ts';
import { mostEmptyPages, mostPages, mostRestarts } from '../shared/domain/capture/poll.ts';
import { fewestFailures, mostFailures } from '../shared/domain/capture/retry-policy.ts';
import { scaledWaits } from '../shared/domain/capture/waits.ts';
import { knownDatasets } from '../shared/domain/dataset.ts';
import { kinds } from '../shared/domain/meeting/kind.ts';
import { scaledProbeWaits } from '../shared/domain/outage/probe-waits.ts';
import { accountCodes, finalCodes, type KnownCode, passingCodes } from '../shared/zoom/answers/known-codes.ts';
import { mostTries } from '../shared/zoom/quick-retry.ts';
import { architectureFile } from './state-diagram.ts';

const begin = '<!-- The tables of answers are made by `npm run docs:answers`. -->';
const end = '<!-- The end of the tables of answers. -->';

/** The page with what Zoom answers and what happens then, as the code has it. */
export function withAnswers(page: string): string {
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from < 0 || to < from) throw new Error(`The page has no place for the tables of answers: ${begin} and ${end}.`);
  return `${page.slice(0, from)}${begin}\n\n${reactionTable()}\n${codeTables()}\n${page.slice(to)}`;
}

const waits = scaledWaits(1);
const probeWaits = scaledProbeWaits(1);
const hour = 3_600_000;
const timeText = (ms: number): string => (ms < hour ? `${ms / 60_000} min` : `${ms / hour} h`);
/** Of waits whose last one repeats: `1 min, 5 min, and then every 15 min`. */
const plan = (all: readonly number[]): string =>
  `${all.slice(0, -1).map(timeText).join(', ')}, and then every ${timeText(all.at(-1) ?? 0)}`;

const codes = (known: readonly KnownCode[]): string => known.map(({ code }) => code).join(', ');
const meaning = (means: string): string => codes(passingCodes.filter((one) => one.means === means));

const after = `${timeText(waits.patience)} without a page that it had not had before`;
const deadLetter = '`failed`, and the message in the dead-letter queue';

const reactions: readonly (readonly [answer: string, reaction: string])[] = [
  ['a page: HTTP 200 with rows, however odd the counts around them', 'stored; checkpoint; next page'],
  [
    `no rows, or code ${meaning('not-ready')}`,
    `not ready: again after ${waits.notReady.map(timeText).join(', ')}. Then the other kind is asked once (Zoom can turn a meeting ` +
      'into a webinar and back), then `unavailable`. A meeting of one person is asked for with `pastOne`; its report and ' +
      'QoS are `empty`',
  ],
  [
    'the same in the middle of the pages',
    `the pages broke off: a new run from page 1, ${mostRestarts} times at most, then as not ready`,
  ],
  ['fewer rows than it counts, report rows without duration', 'stored; polled again by the same plan'],
  [
    `code ${meaning('access-token')}`,
    'the shared token is read again, else renewed once by one worker; refused then too, as a fault of the account',
  ],
  [
    '429 per second, as status or as code',
    'everybody pauses; short waits in place, long ones are deferred. It is never taken for a failure',
  ],
  [
    '429 per day',
    `nobody calls until \`Retry-After\` or 00:00 UTC, but for a probe: after ${plan(probeWaits.dayLimit)}; ` +
      'where `Retry-After` can be true (at most 12 hours ahead), at half of what is left. A good answer to a probe ends the stop. All captures are deferred, none of them spends its plan',
  ],
  [
    `code ${meaning('page-token')} to a page token, or rows that are not as many as the pages brought`,
    `a new run from page 1, ${mostRestarts} times at most; then ${deadLetter}`,
  ],
  [`code ${meaning('page-token')} without one`, 'as not ready, but the outcome is `failed`'],
  [
    `${mostEmptyPages} pages in a row without a row, each leading on; or ${mostPages.toLocaleString('en')} pages`,
    'pages that lead nowhere: as a dead page token',
  ],
  [
    `code ${codes(accountCodes)}`,
    `the account's: \`parked\`, for what was asked alone. Tried again after ${plan(waits.parking)}`,
  ],
  [`code ${codes(finalCodes)}, for the datasets below`, '`failed` at once, with code and tracking id'],
  [
    `a 5xx, code 500 to 599 with any status, ${meaning('busy')}, a time-out, a reset, a body that is cut`,
    `transient: ${mostTries} quick tries, then again after ${plan(waits.transient)}. ` +
      `After ${after} (and ${fewestFailures} failures), or ${mostFailures} failures of one poll, ` +
      deadLetter,
  ],
  ['a time-out after another failure', 'as above, and the next try asks for pages of half the size, from page 1'],
  [
    'anything else: an unknown code, HTML, a redirect, a 4xx of something that stands between, HTTP 200 of an odd shape, ' +
      'any success without a body',
    `not understood: again after ${plan(waits.notUnderstood)}; it ends as the transient ones do`,
  ],
];

/** How a capture ends that never gets anything but one kind of answer to its first page, and how many calls that takes at most. */
export type EndWithoutAnswer = {
  readonly answers: string;
  readonly ends: string;
  readonly state: CaptureState;
  readonly deadLetters: 0 | 1;
  /** Until its end; where it has none, on a day. */
  readonly calls: number;
  /** The same where the page that never comes is the second one. */
  readonly callsForSecond?: number;
  /** From the first call to the last; absent where it goes on until Zoom has nothing any more, half a year later. */
  readonly hours?: number;
};

/** Held by the model test of any answer. */
export const endsWithoutAnswer = {
  final: { answers: 'a final code', ends: 'at once', state: 'failed', deadLetters: 0, calls: 1, hours: 0 },
  'not-understood': {
    answers: 'not understood',
    ends: 'after a day',
    state: 'failed',
    deadLetters: 1,
    calls: 30,
    callsForSecond: 60,
    hours: 25,
  },
  transient: {
    answers: 'transient',
    ends: 'after a day',
    state: 'failed',
    deadLetters: 1,
    calls: 110,
    callsForSecond: 520,
    hours: 25,
  },
  'no-access': { answers: 'no access', ends: 'with the plan', state: 'failed', deadLetters: 0, calls: 20, hours: 24 },
  'not-ready': {
    answers: 'not ready',
    ends: 'with the plan',
    state: 'unavailable',
    deadLetters: 0,
    calls: 20,
    hours: 24,
  },
  account: { answers: "the account's", ends: 'never: it is tried again', state: 'parked', deadLetters: 0, calls: 12 },
  limit: {
    answers: "a second's limit",
    ends: 'never: it waits its turn',
    state: 'waiting',
    deadLetters: 0,
    calls: 420,
  },
} as const satisfies Readonly<Record<string, EndWithoutAnswer>>;

const boundsTable = (): string =>
  table(
    ['Nothing but', 'Ends', 'As', 'Calls at most', 'for page 2'],
    Object.values<EndWithoutAnswer>(endsWithoutAnswer).map(
      ({ answers, ends, state, deadLetters, calls, callsForSecond, hours }) => [
        answers,
        hours ? `${ends}: ${hours} h from its first call at most` : ends,
        `\`${state}\`${deadLetters ? ', with a dead letter' : ''}`,
        hours === undefined ? `${calls} a day` : String(calls),
        callsForSecond === undefined ? '' : String(callsForSecond),
      ],
    ),
  );

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |\n`).join('');

const reactionTable = (): string => table(['Zoom answers', 'Reaction'], reactions);

const allOr = (all: readonly string[], some: readonly string[]): string =>
  all.every((one) => some.includes(one)) ? 'all' : some.map((one) => `\`${one}\``).join(', ');

const parts = { list: 'the list that was asked for', account: 'all of the account' } as const;

const row = ({ code, says, source }: KnownCode, ...cells: readonly string[]): readonly string[] => [
  String(code),
  says,
  ...cells,
  `[source](${source})`,
];

const codeTables = (): string =>
  [
    'Codes that end a capture at once, and no others:\n',
    table(
      ['Code', 'Zoom says', 'Datasets', 'Kinds', ''],
      finalCodes.map((one) => row(one, allOr(knownDatasets, one.datasets), allOr(kinds, one.kinds))),
    ),
    "The account's codes:\n",
    table(
      ['Code', 'Zoom says', 'Concerns', ''],
      accountCodes.map((one) => row(one, parts[one.part])),
    ),
    'Other codes that have a reaction of their own:\n',
    table(
      ['Code', 'Zoom says', ''],
      passingCodes.map((one) => row(one)),
    ),
    [
      'What a capture costs that never gets a good answer to its first page, while other meetings have them. Where it is a',
      'later page that never comes, those before it are called for again with each poll:\n',
    ].join('\n'),
    boundsTable(),
  ].join('\n');

if (import.meta.main) writeFileSync(architectureFile, withAnswers(readFileSync(architectureFile, 'utf8')));
