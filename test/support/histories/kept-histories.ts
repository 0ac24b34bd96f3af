import type { CaptureState } from '../../../shared/domain/capture/capture.ts';
import type { Dataset } from '../../../shared/domain/dataset.ts';
import { calmHistory, type Happening, type History, versionOf } from './history.ts';

const minute = 60_000;
const hour = 60 * minute;
const forEver = 1e9;

/** A history in which the store once lied, or a meeting was once lost, as small as it can be. */
export type KeptHistory = {
  /** What was wrong. */
  readonly name: string;
  readonly history: History;
  readonly ends: Readonly<Partial<Record<Dataset, CaptureState | 'gone'>>>;
  /** Calls to Zoom; without a bound there was no end of them. */
  readonly mostCalls?: number;
};

const kept = (
  name: string,
  changes: Partial<History>,
  expected: Omit<KeptHistory, 'name' | 'history'>,
): KeptHistory => ({ name, history: { ...calmHistory, ...changes }, ...expected });

const firstWrite = { name: 'BatchWriteItem', nth: 1 };

const five = versionOf(0, { people: [1, 2, 3, 4, 5], edits: [0] });
const corrected = (atMs: number) => versionOf(atMs, { people: [6, 1, 7], edits: [5] });
const alone = versionOf(0, { people: [1], edits: [0] });
const adaAlone = versionOf(0, { people: [0, 0], edits: [0] });
const nobody = versionOf(0, { people: [], edits: [0] });
/** Somebody asks so often, each time so long after the last. */
const demands = (count: number, everyMs: number): Happening[] =>
  Array.from({ length: count }, (_, nth) => ({ atMs: 8 * minute + nth * everyMs, what: 'demand' }));

export const keptHistories: readonly KeptHistory[] = [
  kept(
    'A later poll stored a page, began anew and found nothing to the end: settled over the rows of two polls.',
    {
      versions: [five, corrected(20 * minute)],
      spells: [
        { answer: 'token-expired', page: 'later', fromCall: 3, calls: 1 },
        { answer: 'not-ready', page: 'first', fromCall: 3, calls: forEver },
      ],
    },
    { ends: { participants: 'failed' } },
  ),
  kept(
    'A first poll stored a page, began anew and found nothing to the end: unavailable over its rows.',
    {
      spells: [
        { answer: 'token-expired', page: 'later', fromCall: 1, calls: 1 },
        { answer: 'not-ready', page: 'first', fromCall: 2, calls: forEver },
      ],
    },
    { ends: { participants: 'failed' } },
  ),
  kept(
    'The second page of a later poll failed for a minute, and Zoom had nothing from then on: settled over the rows of two polls.',
    {
      captured: ['report'],
      versions: [five, corrected(30 * minute)],
      spells: [
        { answer: 'server-error', page: 'later', fromMs: 50 * minute, fromCall: 1, calls: 4 },
        { answer: 'not-ready', page: 'any', fromMs: 60.5 * minute, fromCall: 1, calls: forEver },
      ],
    },
    { ends: { report: 'failed' } },
  ),
  kept(
    'The second page of a first poll failed for a minute, and Zoom had nothing from then on: unavailable over rows.',
    {
      spells: [
        { answer: 'server-error', page: 'later', fromCall: 1, calls: 4 },
        { answer: 'not-ready', page: 'any', fromMs: 5.5 * minute, fromCall: 1, calls: forEver },
      ],
    },
    { ends: { participants: 'failed' } },
  ),
  kept(
    'An empty first page with a token led to another empty one: settled without a row.',
    {
      captured: ['participants', 'qos', 'report'],
      versions: [nobody],
      spells: [{ answer: 'empty-page-with-token', page: 'first', fromCall: 1, calls: forEver }],
    },
    { ends: { participants: 'unavailable', qos: 'unavailable', report: 'unavailable' } },
  ),
  kept(
    'Four demands while Zoom was not ready used up the plan: unavailable, though Zoom had it after twelve hours.',
    { readyAfterMs: 12 * hour, happenings: demands(4, 0) },
    { ends: { participants: 'settled' } },
  ),
  kept(
    'Nine demands, a minute apart, were nine steps of the plan: unavailable within half an hour.',
    { readyAfterMs: 12 * hour, happenings: demands(9, minute) },
    { ends: { participants: 'settled' } },
  ),
  kept(
    'A total of 1e20 was written to an item that could not be read again.',
    { spells: [{ answer: 'odd-total', page: 'any', fromCall: 1, calls: forEver }] },
    { ends: { participants: 'settled' } },
  ),
  kept(
    'Pages without rows led on to others for ever.',
    {
      captured: ['qos'],
      spells: [{ answer: 'empty-page-with-token', page: 'any', fromCall: 1, calls: forEver }],
    },
    { ends: { qos: 'failed' }, mostCalls: 30 },
  ),
  kept(
    'A limit per second on every later page was asked against many times a minute.',
    {
      captured: ['qos'],
      // Its messages end with the first day.
      retentionDays: 1,
      spells: [{ answer: 'rate-limit-second', page: 'later', fromCall: 1, calls: forEver }],
    },
    { ends: { qos: 'waiting' }, mostCalls: 520 },
  ),
  kept(
    'A report asked for again beside one participant waited for what never comes.',
    {
      captured: ['participants', 'report'],
      versions: [alone],
      happenings: [{ atMs: 2 * hour, what: 'demand' }],
    },
    { ends: { participants: 'settled', report: 'empty' } },
  ),
  kept(
    'A report was empty beside one participant, over rows of a worker that had died.',
    {
      captured: ['participants', 'report'],
      versions: [five, versionOf(16 * minute, { people: [1], edits: [0] })],
      // Three are those of the participants' pages.
      accidents: [{ effect: { name: 'BatchWriteItem', nth: 4 }, what: 'die-after', ms: 0 }],
    },
    { ends: { participants: 'settled', report: 'failed' } },
  ),
  kept(
    'A worker froze while it wrote a page, and woke over what another had settled.',
    {
      captured: ['qos'],
      versions: [five, corrected(10 * minute)],
      accidents: [{ effect: firstWrite, what: 'freeze', ms: 13 * minute }],
    },
    { ends: { qos: 'settled' } },
  ),
  kept(
    'A worker froze while it wrote the rows of a person, and woke after their erasure.',
    {
      captured: ['qos'],
      versions: [versionOf(0, { people: [0, 1, 2], edits: [0] })],
      accidents: [{ effect: firstWrite, what: 'freeze', ms: 13 * minute }],
      happenings: [{ atMs: 6 * minute, what: 'erase' }],
    },
    { ends: { qos: 'settled' } },
  ),
  kept(
    'A parked capture went on for ever, past its retention of three days.',
    { retentionDays: 3, spells: [{ answer: 'missing-scope', page: 'any', fromCall: 1, calls: forEver }] },
    { ends: { participants: 'parked' } },
  ),
  kept(
    'A meeting that only the lists of the other kind have was unavailable.',
    { converted: true, captured: ['participants', 'qos'] },
    { ends: { participants: 'settled', qos: 'settled' } },
  ),
  kept(
    'A worker died while it wrote rows of the other kind: failed over them, though Zoom had the meeting.',
    { converted: true, captured: ['qos'], accidents: [{ effect: firstWrite, what: 'die-after', ms: 0 }] },
    { ends: { qos: 'settled' } },
  ),
  kept(
    'A capture given up after half a year did not say that rows of a broken poll are stored.',
    {
      captured: ['qos'],
      spells: [{ answer: 'server-error', page: 'later', fromCall: 1, calls: forEver }],
      happenings: [{ atMs: 20 * minute, what: 'pause' }],
    },
    { ends: { qos: 'failed' } },
  ),
  kept(
    'A worker wrote at the very end of its lease, by its own clock, while another was at work by a faster one.',
    {
      captured: ['qos'],
      versions: [five, corrected(6 * minute)],
      clocks: [3_000, -3_000, -3_000],
      thawsAfterMs: 14_000,
      accidents: [{ effect: firstWrite, what: 'freeze', ms: 130_000 }],
      happenings: [{ atMs: 428_000, what: 'event-again' }],
    },
    { ends: { qos: 'settled' } },
  ),
  kept(
    'A table without throughput: a batch that was given up counted as written.',
    { captured: ['qos'], accidents: [{ effect: firstWrite, what: 'throttle', ms: 2 * minute }] },
    { ends: { qos: 'settled' } },
  ),
  kept(
    'A snapshot was taken, and the table took no batch for two hours: nobody came back to the capture, since its item was one of a snapshot.',
    {
      heardAfterMs: 20 * minute,
      snapshots: [0],
      accidents: [{ effect: 0, what: 'throttle', ms: 2 * hour }],
    },
    { ends: { participants: 'settled' } },
  ),
  kept(
    'An erasure waited anew for workers that began again and again while the table took no batch, and gave up.',
    {
      seed: 668_170,
      captured: ['report'],
      versions: [adaAlone],
      others: [[adaAlone]],
      pageSize: 1,
      snapshots: [0],
      clocks: [0, -173, -1_001],
      accidents: [{ effect: 50, what: 'throttle', ms: 2 * hour }],
      happenings: [{ atMs: 896_001, what: 'erase' }],
      queue: { ...calmHistory.queue, duplicated: 0.3, shuffled: true },
    },
    { ends: { report: 'settled' } },
  ),
  kept(
    'A worker died with its first page stored, and nobody came for half a year: failed over rows, and its item did not say so.',
    {
      captured: ['report'],
      accidents: [{ effect: firstWrite, what: 'die-after', ms: 0 }],
      happenings: [{ atMs: 16 * minute, what: 'pause' }],
    },
    { ends: { report: 'failed' } },
  ),
  kept(
    'A call that was let through a stop was one of the share that is kept for those in more of a hurry.',
    {
      captured: ['qos'],
      reason: 'sweep',
      snapshots: [0],
      pageSize: 1,
      zoomCallMs: 0,
      callsLeft: 0,
      spells: [{ answer: 'rate-limit-day', page: 'first', fromCall: 1, calls: 1 }],
    },
    { ends: { qos: 'settled' } },
  ),
  kept(
    'Somebody asked for rows that had been corrected: a page was stored, Zoom had nothing from then on, and it was settled.',
    {
      versions: [five, corrected(6 * minute)],
      happenings: [{ atMs: 8 * minute, what: 'demand' }],
      spells: [
        { answer: 'token-expired', page: 'later', fromMs: 7 * minute, fromCall: 1, calls: 1 },
        { answer: 'not-ready', page: 'first', fromMs: 7 * minute, fromCall: 2, calls: forEver },
      ],
    },
    { ends: { participants: 'failed' } },
  ),
  kept(
    'Zoom took 20 seconds for each call, and the lists of both kinds were asked in one invocation: none came to its end, for ever.',
    { captured: ['registrants'], converted: true, zoomCallMs: 20_000, timeoutMs: 65_000 },
    { ends: { registrants: 'settled' } },
  ),
  kept(
    'Three lists began with empty pages, which were taken for no end; the worker died as it began anew, and so did each that took over.',
    {
      captured: ['registrants'],
      versions: [versionOf(0, { people: [2, 2], edits: [0] })],
      spells: [{ answer: 'empty-page-with-token', page: 'first', fromCall: 1, calls: forEver }],
      zoomCallMs: 20_000,
    },
    { ends: { registrants: 'settled' }, mostCalls: 30 },
  ),
  kept(
    'A worker froze between its turn and its call, others in more of a hurry had theirs meanwhile: its call was taken for one too many.',
    {
      seed: 928_592,
      captured: ['qos', 'report', 'registrants'],
      reason: 'backfill',
      versions: [adaAlone],
      pageSize: 1,
      accidents: [{ effect: 33, what: 'freeze', ms: 2 * hour }],
      happenings: [{ atMs: 295_001, what: 'demand' }],
      zoomCallMs: 0,
      timeoutMs: 65_000,
      thawsAfterMs: 14_000,
      callsLeft: 10,
      queue: { ...calmHistory.queue, delayed: 0.3, shuffled: true },
    },
    { ends: { qos: 'settled', report: 'settled', registrants: 'settled' } },
  ),
  kept(
    'A worker froze in its save, the settings left its dataset out, which ended; it woke, and its save opened the capture again, for ever.',
    {
      captured: ['qos', 'report'],
      converted: true,
      endTime: '2026-11-20T23:52:00Z',
      heardAfterMs: 20 * minute,
      versions: [adaAlone],
      pageSize: 1,
      accidents: [{ effect: 31, what: 'freeze', ms: 90_000 }],
      happenings: [
        { atMs: 0, what: 'leave-out' },
        { atMs: 15 * minute, what: 'erase' },
      ],
      zoomCallMs: 0,
      timeoutMs: 65_000,
      callsLeft: 3,
      indexDelayMs: 2_000,
    },
    { ends: { qos: 'unavailable', report: 'unavailable' } },
  ),
  kept(
    'A worker froze before it registered, the settings left its dataset out, its message came again and ended; it woke, and registered what no message stood for.',
    {
      captured: ['qos', 'report'],
      converted: true,
      heardAfterMs: 20 * minute,
      readyAfterMs: 30 * hour,
      versions: [nobody],
      pageSize: 1,
      accidents: [
        { effect: 0, what: 'freeze', ms: 3 * minute },
        { effect: 17, what: 'die-before', ms: 0 },
        { effect: 8, what: 'freeze', ms: 13 * minute },
      ],
      happenings: [{ atMs: 0, what: 'leave-out' }],
      zoomCallMs: 0,
    },
    { ends: { qos: 'unavailable', report: 'unavailable' } },
  ),
];
