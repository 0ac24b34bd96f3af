import { expect, test } from 'vitest';
import { commandLine } from '../../../cli/output/command-line.ts';
import { needsYouText, waitingText } from '../../../cli/texts/attention-text.ts';
import { statusTable, summaryOf } from '../../../cli/texts/meeting-status.ts';
import { type Dataset, datasets } from '../../../shared/domain/dataset.ts';
import { utc } from '../../../shared/domain/zone/zone.ts';
import type { DatasetStatus, MeetingStatus } from '../../../shared/dynamo/meetings/meeting-status.ts';
import type { CauseGroup } from '../../../shared/operations/attention/cause-groups.ts';
import type { NeedyState } from '../../../shared/operations/attention/next-step.ts';
import { type Attention, mostCounted } from '../../../shared/operations/attention/read-attention.ts';

const view = {
  paint: (_colour: string, text: string) => text,
  zone: utc,
  columns: 80,
  command: commandLine({ local: true, dataDir: 'my data' }),
  uuidsEach: 3,
};
const none = { sweeps: [], stops: [] };
const nothing: Attention = {
  needsYou: { captures: 0, meetings: 0, groups: [], unread: 0 },
  waiting: { states: [], delayed: [] },
  unavailable: 0,
};
const message = 'Zoom answered HTTP 403, without a JSON object. '.repeat(3).trim();
const group = (state: NeedyState, more: Partial<CauseGroup<NeedyState>> = {}): CauseGroup<NeedyState> => ({
  state,
  account: 'AccountOfMine000000001',
  datasets: [...datasets],
  kinds: ['meeting'],
  fault: { at: '2026-11-20T09:00:00Z', name: 'ZoomUnexpectedError', message, status: 403 },
  captures: 12,
  uuids: ['q7//L+xTRpK/8cV0n+ZyWg==', 'b==', 'c==', 'd==', 'e=='],
  ...more,
});
const needing = (...groups: CauseGroup<NeedyState>[]): Attention => ({
  ...nothing,
  needsYou: { captures: 24, meetings: 5, groups, unread: 0 },
});
const widest = (text: string) =>
  Math.max(
    ...text
      .split('\n')
      .filter((line) => !line.includes('npm run'))
      .map((line) => line.length),
  );

test('what needs a person says each cause once, with counts and the next command, in 80 columns', () => {
  const text = needsYouText(needing(group('failed')), [], view);
  expect(text).toBe(`Needs you: 24 captures of 5 meetings.

failed: 12 captures (participants, qos, report) of 5 meetings
  account AccountOfMine000000001
  Zoom answered HTTP 403, without a JSON object. Zoom answered HTTP 403, without
  a JSON object. Zoom answered HTTP 403, without a JSON object.
    q7//L+xTRpK/8cV0n+ZyWg==
    b==
    c==
    and 2 more
  Their messages are in the dead-letter queue. When the cause is gone:
    npm run --silent cli -- redrive --all --local --data-dir 'my data'
`);
  expect(widest(text)).toBeLessThanOrEqual(80);
});

test.each<[string, CauseGroup<NeedyState>, string[]]>([
  ['failed of one dataset', group('failed', { datasets: ['qos'] }), ['redrive qos']],
  ['parked', group('parked'), ['doctor', 'capture --parked --account AccountOfMine000000001']],
  ['overdue', group('overdue'), ['doctor']],
  [
    'of an account without a secret',
    group('parked', { fault: fault('ZoomAccountError', 'No secret is configured for the Zoom account X. Add one') }),
    ['forget --account AccountOfMine000000001 --dry-run'],
  ],
  ['refused for good', group('failed', { fault: fault('ZoomFinalError', 'Too old.') }), []],
  [
    'not to be seen',
    group('failed', { fault: fault('ZoomInaccessibleError', 'Cannot.') }),
    ["capture 'q7//L+xTRpK/8cV0n+ZyWg=='"],
  ],
])('the next step for captures that are %s can be typed as it stands', (_, one, commands) => {
  const text = needsYouText(needing(one), [], { ...view, command: commandLine({ stage: 'prod' }) });
  const typed = [...text.matchAll(/npm run --silent cli -- (.*) --stage prod/g)].map(([, args]) => args);
  expect(typed).toEqual(commands);
});

function fault(name: string, words: string) {
  return { at: '2026-11-20T09:00:00Z', name, message: words };
}

test.each<[number, string]>([
  [4711, 'Zoom refuses these alone, and all else goes on:'],
  [200, 'Zoom refuses these alone, and all else goes on:'],
  [2001, 'Zoom refuses the account:'],
])('what is parked by code %i says whether it is all of the account', (code, words) => {
  const parked = group('parked', { kinds: ['webinar'], fault: { ...fault('ZoomAccountError', 'No.'), code } });
  const text = needsYouText(needing(parked), [], view);
  expect(text).toContain('parked: 12 captures (participants, qos, report) of 5 webinars\n');
  expect(text).toContain(`  ${words} doctor`);
  expect(widest(text)).toBeLessThanOrEqual(80);
});

test('dead letters and a sweep that Zoom refuses need a person, and are named', () => {
  const attention = {
    ...nothing,
    needsYou: { ...nothing.needsYou, deadLetters: { participants: 2, qos: 2, report: 2 } },
  };
  const sweep = { account: 'A', triedAt: '2026-11-20T09:00:00Z', message: 'A scope is missing.', refused: true };
  const text = needsYouText(attention, [sweep], view);
  expect(text).toMatch(/^Needs you: 6 dead letters; 1 sweep\.\n/);
  expect(text).toContain('dead letters: participants 2, qos 2, report 2\n');
  expect(text).toContain('redrive --all --dry-run --local');
  expect(text).toContain(
    'Sweep of A is delayed (nothing is swept yet, tried 2026-11-20 09:00Z):\n  A scope is missing.\n',
  );
});

test('when nothing needs a person and nothing waits, a line says so', () => {
  expect(needsYouText(nothing, [], view)).toBe('Needs you: nothing.\n');
  expect(waitingText(nothing, none, view)).toBe('Waiting: nothing.\n');
});

test('what waits by itself is counted by state, with when it is due and what delays the first of it', () => {
  const [nextAt, lastAt] = ['2026-11-20T14:05:00Z', '2026-11-20T16:00:00Z'];
  const waiting = {
    states: [
      { state: 'waiting', captures: 412, nextAt, lastAt },
      // Of one minute.
      { state: 'captured', captures: mostCounted, nextAt, lastAt: '2026-11-20T14:05:59Z' },
    ],
    delayed: [{ ...group('failed'), state: 'waiting', nextAt } as const],
  } as const;
  const text = waitingText({ ...nothing, waiting, unavailable: 2 }, none, view);
  expect(text).toMatch(
    /^Waiting, and going on by itself:\n {2}waiting: 412 captures, due from 2026-11-20 14:05Z to 2026/,
  );
  expect(text).toContain('captured: 5,000 captures or more, due 2026-11-20 14:05Z\n');
  expect(text).toContain('delayed: 12 captures (participants, qos, report) of 5 meetings, waiting,');
  expect(text).toContain('2 captures that ended without data (unavailable):\n');
  expect(widest(text)).toBeLessThanOrEqual(80);
});

test('an account that is stopped is said once, with since when, the next probe, and that nothing is lost', () => {
  const since = Date.parse('2026-11-20T14:05:00Z');
  const stop = { cause: 'outage', since, nextProbeAt: since + 600_000, probes: 3 } as const;
  const text = waitingText(nothing, { sweeps: [], stops: [{ account: 'A', stop }] }, view);
  expect(text).toBe(`Waiting, and going on by itself:
  account A is stopped since 2026-11-20 14:05Z: Zoom does not answer. The next
  probe is at 2026-11-20 14:15Z (3 so far); a good answer ends it. Nothing is
  lost.
`);
});

const one = (state: DatasetStatus['state']): DatasetStatus => ({
  state,
  expectedRows: 3402,
  rows: 3402,
  polls: 2,
  pages: 1,
  calls: 2,
});
const statesOf = (...states: DatasetStatus['state'][]) =>
  Object.fromEntries(datasets.map((dataset, at) => [dataset, one(states[at] ?? 'settled')])) as Record<
    Dataset,
    DatasetStatus
  >;

test.each<[string, DatasetStatus['state'][]]>([
  ['settled', ['settled', 'empty', 'empty']],
  ['captured', ['captured', 'captured', 'captured']],
  ['captured 1 of 3', ['settled', 'settled', 'captured']],
  ['failed 1 of 3', ['parked', 'waiting', 'failed']],
  ['unregistered 2 of 3', ['settled', 'unregistered', 'unregistered']],
  ['settled', ['settled', 'settled', 'left-out']],
  ['waiting', ['left-out', 'waiting', 'left-out']],
  ['waiting 1 of 2', ['settled', 'waiting', 'left-out']],
])('a meeting is summed up as %s by its worst state', (text, states) => {
  expect(summaryOf(statesOf(...states)).text).toBe(text);
});

test('the table of meetings fits 80 columns, and has every dataset where there is room', () => {
  const meeting: MeetingStatus = {
    uuid: 'q7//L+xTRpK/8cV0n+ZyWg==',
    kind: 'webinar',
    meetingId: '1',
    topic: 'A topic that is much longer than what there is room for in any terminal of any width',
    endTime: '2026-11-20T09:00:00Z',
    account: 'a',
    datasets: statesOf('settled', 'unregistered', 'unavailable'),
  };
  const short = statusTable([meeting], view);
  expect(widest(short)).toBeLessThanOrEqual(80);
  expect(short).toContain('unavailable 1 of 3');
  expect(widest(statusTable([meeting], { ...view, columns: 120 }))).toBeLessThanOrEqual(120);
  const long = statusTable([meeting], { ...view, columns: 132 });
  expect(widest(long)).toBeLessThanOrEqual(132);
  expect(long).toMatch(/PARTICIPANTS +QOS +REPORT\n.* settled 3402\/3402 /);
});
