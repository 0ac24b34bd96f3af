import type { Dataset } from '../../shared/domain/dataset.ts';
import { scaledWaits } from '../../shared/domain/waits.ts';
import { estimateCost } from '../../shared/operations/estimate/estimate-cost.ts';
import type { Prices } from '../../shared/operations/estimate/prices.ts';
import { captureWork, daysPerMonth, type Events, type Workload } from '../../shared/operations/estimate/workload.ts';
import { pageSizes } from '../../shared/zoom/endpoints.ts';
import type { MissingMeeting } from '../sweep/sweep-days.ts';

export type BackfillPlan = {
  readonly meetings: number;
  /** To Zoom, over all looks and lists. */
  readonly calls: number;
  /** Those of them for lists of what ended. */
  readonly listCalls: number;
  /** UTC days that the calls take within the budget; 0 for nothing to do. */
  readonly days: number;
  /** Once, at list prices; storage is not among them. */
  readonly dollars: number;
};

/** What lists do not tell, where they do not. */
const usual = { participants: 10, minutes: 45 };
const waits = scaledWaits(1);
const hourMs = 3_600_000;

/** Meetings that are queued at a time; their day is listed anew for the next. */
const loadSize = 50;

/** The UTC days that a backfill lists one by one, and in how many lists Zoom shows each. */
export type ListedDays = { readonly from: string; readonly to: string; readonly lists: number };

/** What capturing these meetings will take, and finding them day by day. */
export function backfillPlan(
  missing: readonly MissingMeeting[],
  wanted: readonly Dataset[],
  listed: ListedDays,
  { budgetPerDay, prices, now }: { readonly budgetPerDay: number; readonly prices: Prices; readonly now: number },
): BackfillPlan {
  const groups = Map.groupBy(
    missing.map((meeting) => sizeOf(meeting, now)),
    (size) => JSON.stringify(size),
  );
  const events = [...groups.values()].flatMap((alike) =>
    alike[0] === undefined ? [] : { ...alike[0], perDay: alike.length / daysPerMonth },
  );
  const workload: Workload = { events, pageSizes, waits, zoomAccounts: 0, retentionDays: 1 };
  const known = new Map<string, number>();
  const callsOf = (dataset: Dataset, size: Size): number => {
    const key = `${dataset} ${size.participants} ${size.heardAfterMs}`;
    const calls = known.get(key) ?? captureWork(dataset, { ...size, perDay: 1 }, workload).calls;
    known.set(key, calls);
    return calls;
  };
  const captureCalls = missing.reduce((sum, meeting) => {
    const size = sizeOf(meeting, now);
    const captured = meeting.datasets.filter((dataset) => wanted.includes(dataset));
    return sum + captured.reduce((ofMeeting, dataset) => ofMeeting + callsOf(dataset, size), 0);
  }, 0);
  const listCalls = missing.length > 0 ? listCallsOf(listed, missing.length) : 0;
  const calls = captureCalls + listCalls;
  const perMeeting = estimateCost(workload, prices).filter(({ standing }) => !standing);
  const dollars = perMeeting.reduce((sum, line) => sum + line.dollars, 0);
  return { meetings: missing.length, calls, listCalls, days: Math.ceil(calls / budgetPerDay), dollars };
}

const listCallsOf = ({ from, to, lists }: ListedDays, meetings: number): number =>
  lists * ((Date.parse(to) - Date.parse(from)) / 86_400_000 + 1 + Math.floor(meetings / loadSize));

type Size = Pick<Events, 'participants' | 'minutes'> & { readonly heardAfterMs: number };

/** Minutes in fives and ages in whole hours of a day, so that meetings that are alike are reckoned once. */
function sizeOf({ participants = usual.participants, startTime, endTime }: MissingMeeting, now: number): Size {
  const minutes = startTime ? (Date.parse(endTime) - Date.parse(startTime)) / 60_000 : usual.minutes;
  const ageHours = Math.min(24, Math.floor((now - Date.parse(endTime)) / hourMs));
  return {
    participants: Math.max(1, participants),
    minutes: Math.max(5, Math.round(minutes / 5) * 5),
    heardAfterMs: Math.max(0, ageHours) * hourMs,
  };
}
