import { expect, test } from 'vitest';
import { backfillPlanText, backfillStatusText } from '../../../cli/texts/backfill-text.ts';
import { utc } from '../../../shared/domain/zone/zone.ts';
import type { BackfillPlan } from '../../../shared/operations/sweep-function/plan-backfill.ts';
import type { BackfillStatus } from '../../../shared/sweep/requests/answers.ts';

const plan: BackfillPlan = {
  account: 'main',
  listed: 20_318,
  known: 1_204,
  young: 3,
  leftOut: 7,
  expired: 12,
  leftOutDatasets: [],
  meetings: 19_092,
  calls: 67_925,
  listCalls: 474,
  days: 7,
  dollars: 3.07,
};
const numbersIn = (text: string) => [...text.matchAll(/[\d,]+/g)].map(([number]) => Number(number.replaceAll(',', '')));

test('a plan says of every meeting that ended what becomes of it, and why', () => {
  const [listed = 0, ...parts] = numbersIn(backfillPlanText(plan, 1_000).split('.\n')[0] ?? '');
  expect(parts.reduce((sum, part) => sum + part, 0)).toBe(listed);
  expect(backfillPlanText(plan, 80)).toBe(`main: 20,318 meetings ended: 1,204 known, 3 too fresh (their events may still
come), 12 past the retention of this stage, 7 of a kind that the settings leave
out, 19,092 to capture.
  It takes 67,925 calls to Zoom (474 for lists), 7 days within the budget, about
  $3.07 on AWS.
`);
});

test('a plan with nothing to capture, or with datasets that the account leaves out, says so', () => {
  const text = backfillPlanText({ ...plan, known: 20_296, meetings: 0, leftOutDatasets: ['qos'] }, 1_000);
  expect(text).toContain('Left out: qos, which this account does not capture');
  expect(text).toContain('\n  Nothing is missing.\n');
});

const status: BackfillStatus = {
  account: 'main',
  phase: 'running',
  from: '2026-06-01',
  to: '2026-08-31',
  datasets: ['report'],
  day: '2026-06-24',
  planned: 19_107,
  queued: 4_870,
  captured: 4_820,
  pending: 50,
  unsettled: 0,
  allQueued: false,
  budgetPerDay: 10_000,
  callsToday: 6_310,
  calls: 17_262,
  startedAt: '2026-11-20T09:00:00Z',
};

test('a backfill that runs says how much of the plan is captured, and what it left out', () => {
  const leftOut = { known: 4, young: 0, expired: 1, bySettings: 2, unlistedDays: 0 };
  expect(
    backfillStatusText({ ...status, leftOut }, { columns: 80, zone: utc }),
  ).toBe(`main: running, 2026-06-01 to 2026-08-31, about 5 days left
  captured 4,820 of 19,107 meetings (25 %); 4,870 queued, of them 50 to be
  polled; at 2026-06-24
  left out: 4 known, 1 past the retention of this stage, 2 of a kind that the
  settings leave out
  calls to Zoom: 6,310 of 10,000 today, 17,262 in all, lists and tries again
  among them
`);
});

test.each<[string, Partial<BackfillStatus>, RegExp]>([
  [
    'all queued, while captures are not done',
    { day: '2026-09-01', allQueued: true, queued: 4_900, captured: 4_900, pending: 0, unsettled: 3 },
    /^main: all queued, .*\n {2}captured 4,900 of 4,900 meetings \(100 %\); 4,900 queued, of them 3 with another poll planned; no day is left\n/,
  ],
  [
    'done, with as many as were queued, though more were planned',
    { phase: 'done', allQueued: true, queued: 4_900, captured: 4_900, pending: 0 },
    /^main: done, .*\n {2}captured 4,900 of 4,900 meetings \(100 %\); 4,900 queued; no day is left\n/,
  ],
  [
    'more queued than were planned',
    { planned: 10, queued: 12, captured: 11, pending: 1 },
    /captured 11 of 12 meetings \(91 %\); 12 queued, of them 1 to be polled;/,
  ],
])('head and numbers of a backfill agree when it has %s', (_, changes, words) => {
  expect(backfillStatusText({ ...status, ...changes }, { columns: 1_000, zone: utc })).toMatch(words);
});
