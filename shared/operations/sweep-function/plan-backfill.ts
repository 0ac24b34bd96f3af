import { usualBackfillBudget } from '../../domain/account/day-reserve.ts';
import { scaledWaits } from '../../domain/capture/waits.ts';
import type { Dataset } from '../../domain/dataset.ts';
import { sweepPlan } from '../../domain/sweep/sweep-plan.ts';
import type { BackfillRequest } from '../../sweep/requests/request.ts';
import { pageSizes } from '../../zoom/endpoints.ts';
import { meetingLists } from '../../zoom/lists/meeting-lists.ts';
import { OperationError } from '../errors.ts';
import { estimateCost } from '../estimate/estimate-cost.ts';
import type { Prices } from '../estimate/prices.ts';
import type { Events, Workload } from '../estimate/workload.ts';
import { captureWork, daysPerMonth } from '../estimate/workload.ts';
import { type InvokeSweepFunction, type SweptAccountDays, sweepDays } from './sweep-function.ts';

/** The days, accounts, datasets and budget of a backfill, as it is started with. */
export type BackfillWanted = Omit<Extract<BackfillRequest, { command: 'start' }>, 'action' | 'command' | 'planned'>;

/** What a backfill of one account will take. */
export type BackfillPlan = {
  /** The stage's name of the Zoom account. */
  readonly account: string;
  /** Meetings that ended in the days. They are known, young, expired, left out or to capture. */
  readonly listed: number;
  /** Of which the store has all that is wanted. */
  readonly known: number;
  /** So fresh that their events may still come: left to those, and to the sweep. */
  readonly young: number;
  /** Which the stage's retention would delete at once. */
  readonly expired: number;
  /** Of a kind that the account's settings leave out. */
  readonly leftOut: number;
  /** Datasets that were asked for and that the account's settings leave out. */
  readonly leftOutDatasets: readonly Dataset[];
  /** To capture. */
  readonly meetings: number;
  /** To Zoom, over all polls and lists. */
  readonly calls: number;
  /** Those of them for lists of what ended. */
  readonly listCalls: number;
  /** UTC days that the calls take within the budget; 0 for nothing to do. */
  readonly days: number;
  /** Once, at list prices; storage is not among them. */
  readonly dollars: number;
};

export type PlanBackfillDependencies = {
  readonly invoke: InvokeSweepFunction;
  readonly prices: Prices;
  /** Epoch ms. */
  readonly now: () => number;
};

/** What lists do not tell, where they do not. */
const usual = { participants: 10, minutes: 45 };
const waits = scaledWaits(1);
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Meetings that are queued at a time; their day is listed anew for the next. */
const loadSize = 50;

/**
 * What capturing the missing meetings of these days will take, account by account. Queues nothing.
 * @throws OperationError when an account's lists cannot be read
 */
export async function planBackfill(
  wanted: BackfillWanted,
  { invoke, prices, now }: PlanBackfillDependencies,
): Promise<BackfillPlan[]> {
  const { from, to, account } = wanted;
  const found = await sweepDays({ from, to, dryRun: true, ...(account !== undefined && { account }) }, invoke);
  const failed = found.find(({ fault }) => fault !== undefined);
  if (failed) throw new OperationError(`Not planned: the lists of ${failed.account} cannot be read. ${failed.fault}`);
  return found.map((ofAccount) => planOfAccount(ofAccount, wanted, { prices, now: now() }));
}

function planOfAccount(
  { account, plan, datasets: captured, source, missing, tally }: SweptAccountDays,
  wanted: BackfillWanted,
  { prices, now }: { readonly prices: Prices; readonly now: number },
): BackfillPlan {
  const { from, to, datasets: asked = captured, budgetPerDay = usualBackfillBudget(plan) } = wanted;
  const isYoung = ({ endTime }: SweptMeeting) => now - Date.parse(endTime) < sweepPlan.graceMs;
  const all = missing.filter((meeting) => meeting.datasets.some((dataset) => asked.includes(dataset)));
  const lacking = all
    .filter((meeting) => !isYoung(meeting))
    .map((meeting) => ({
      size: sizeOf(meeting, now),
      captured: meeting.datasets.filter((dataset) => asked.includes(dataset)),
    }));
  // Meetings that are alike are reckoned once.
  const groups = [...Map.groupBy(lacking, (one) => JSON.stringify(one)).values()];
  const events = groups.flatMap(([one, ...others]) =>
    one === undefined ? [] : { ...one.size, perDay: (1 + others.length) / daysPerMonth },
  );
  const workload: Workload = { events, pageSizes, waits, zoomAccounts: 0, retentionDays: 1 };
  const captureCalls = groups.reduce((sum, alike) => sum + alike.length * callsOf(alike[0], workload), 0);
  const days = (Date.parse(to) - Date.parse(from)) / dayMs + 1;
  const listsOfDays = meetingLists[source].length * (days + Math.floor(lacking.length / loadSize));
  const listCalls = lacking.length > 0 ? listsOfDays : 0;
  const calls = captureCalls + listCalls;
  const once = estimateCost(workload, prices).filter(({ standing }) => !standing);
  return {
    account,
    listed: tally.listed,
    known: tally.listed - tally.expired - tally.leftOut - all.length,
    young: all.length - lacking.length,
    expired: tally.expired,
    leftOut: tally.leftOut,
    leftOutDatasets: asked.filter((dataset) => !captured.includes(dataset)),
    meetings: lacking.length,
    calls,
    listCalls,
    days: Math.ceil(calls / budgetPerDay),
    dollars: once.reduce((sum, line) => sum + line.dollars, 0),
  };
}

type LackingMeeting = { readonly size: MeetingSize; readonly captured: readonly Dataset[] };
type SweptMeeting = SweptAccountDays['missing'][number];
type MeetingSize = Pick<Events, 'participants' | 'minutes'> & { readonly heardAfterMs: number };

/** Minutes in fives and ages in whole hours of a day, so that many meetings are alike. */
function sizeOf({ participants = usual.participants, startTime, endTime }: SweptMeeting, now: number): MeetingSize {
  const minutes = startTime ? (Date.parse(endTime) - Date.parse(startTime)) / 60_000 : usual.minutes;
  const ageHours = Math.min(24, Math.floor((now - Date.parse(endTime)) / hourMs));
  return {
    participants: Math.max(1, participants),
    minutes: Math.max(5, Math.round(minutes / 5) * 5),
    heardAfterMs: Math.max(0, ageHours) * hourMs,
  };
}

function callsOf(meeting: LackingMeeting | undefined, workload: Workload): number {
  if (!meeting) return 0;
  const { size, captured } = meeting;
  return captured.reduce((sum, dataset) => sum + captureWork(dataset, { ...size, perDay: 1 }, workload).calls, 0);
}
