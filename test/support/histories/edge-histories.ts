import { calmHistory, type History, type LeftOut, versionOf } from './history.ts';

const minute = 60_000;
const hour = 60 * minute;
const forEver = 1e9;

/** A history whose end is the same whatever happens to its workers: what Zoom says depends on the time, or never changes. */
export type EdgeHistory = { readonly name: string; readonly history: History };

const five = { people: [1, 2, 3, 4, 5], edits: [0] };

const some = (name: string, changes: Partial<History>): EdgeHistory => ({
  name,
  history: { ...calmHistory, ...changes },
});

/** Short ones that together take every edge of the state machine. */
export const edgeHistories: readonly EdgeHistory[] = [
  some('rows that are corrected once', {
    versions: [versionOf(0, five), versionOf(16 * minute, { people: [5, 4, 1, 6], edits: [0, 7] })],
  }),
  some('sessions with samples, as they are at the first poll', {
    captured: ['qos'],
    versions: [versionOf(0, { people: [1, 2, 3], edits: [1] })],
  }),
  some('a page token that dies twice', {
    captured: ['report'],
    spells: [{ answer: 'token-expired', page: 'later', fromCall: 2, calls: 2 }],
  }),
  some('rows that come after ten minutes, in the lists of the other kind', {
    captured: ['qos'],
    converted: true,
    readyAfterMs: 10 * minute,
  }),
  some('pages that take longer than an invocation has', {
    zoomCallMs: 20_000,
    timeoutMs: 65_000,
    captured: ['qos'],
  }),
  some('registrants in three lists, of whom one is denied later', {
    captured: ['registrants'],
    versions: [versionOf(0, five), versionOf(16 * minute, { people: [5, 4, 1, 6], edits: [0, 1] })],
  }),
  some('one participant', {
    captured: ['participants', 'report'],
    versions: [versionOf(0, { people: [1], edits: [0] })],
  }),
  some('nothing, ever', { captured: ['qos'], readyAfterMs: 1_000 * hour }),
  some('a scope that is granted after three polls', {
    captured: ['qos'],
    spells: [{ answer: 'missing-scope', page: 'any', fromCall: 1, calls: 3 }],
  }),
  some('failures for a few minutes, and a limit', {
    captured: ['qos'],
    spells: [
      { answer: 'server-error', page: 'later', fromCall: 1, calls: 9 },
      { answer: 'rate-limit-second', page: 'first', fromCall: 2, calls: 1 },
    ],
  }),
  some("a day's limit that is over after some minutes", {
    captured: ['participants', 'report'],
    others: [[versionOf(0, { people: [2, 3, 5], edits: [1] })]],
    spells: [{ answer: 'rate-limit-day', page: 'any', fromCall: 2, calls: 3 }],
    happenings: [5.1, 5.3, 5.5].map((minutes) => ({ atMs: minutes * minute, what: 'demand' })),
  }),
  some('a final answer in the middle of the pages', {
    captured: ['report'],
    spells: [{ answer: 'final', page: 'later', fromCall: 1, calls: forEver }],
  }),
  some('pages that lead nowhere', {
    captured: ['qos'],
    spells: [{ answer: 'repeated-token', page: 'later', fromCall: 1, calls: forEver }],
  }),
  some('half a year without a worker', {
    readyAfterMs: 1_000 * hour,
    happenings: [{ atMs: 3 * hour, what: 'pause' }],
  }),
  some('a snapshot before the end', {
    captured: ['participants', 'qos'],
    versions: [versionOf(0, { people: [1, 2, 3], edits: [0] })],
    snapshots: [5 * minute],
  }),
];

/** What is left depends on how far it was when the settings left it out, and so on what happened to its workers. */
export const leftOutHistory = (what: LeftOut): History => ({
  ...calmHistory,
  captured: ['participants', 'qos', 'report'],
  others: [[versionOf(0, { people: [2, 3, 5], edits: [1] })]],
  spells: [{ answer: 'missing-scope', page: 'later', fromCall: 1, calls: 2 }],
  happenings: [{ atMs: 7 * minute, what }],
});
