import type { Dataset } from '../domain/dataset.ts';
import { urgencyOf } from '../domain/day-reserve.ts';
import type { EndedMeeting } from '../domain/ended-meeting.ts';
import type { Plan } from '../domain/plan.ts';
import { firstListedDay, sweepPlan, utcDayOf, windowsOf } from '../domain/sweep/sweep-plan.ts';
import { ZoomError } from '../zoom/errors.ts';
import type { ListSource } from '../zoom/meeting-lists.ts';
import { acceptMissing, type MissingMeeting } from './accept-missing.ts';
import { createListReader, type ListPlace } from './read-list.ts';
import { MalformedRequestError, type SweepCursor, type SweepRequest } from './request.ts';
import { handOverMs, type Invoked, type SweepDeps, type SweptAccount } from './sweep-deps.ts';
import { addTallies, emptyTally, firstSource, type Tally } from './sweep-state.ts';

/** One answer of a sweep by hand; what is left is asked for with `next`. */
export type SweptNow = {
  /** Our name of the account that this part is about. */
  readonly account: string;
  readonly plan: Plan;
  /** What is captured of its meetings. */
  readonly datasets: readonly Dataset[];
  /** The lists that Zoom let us read. */
  readonly source: ListSource;
  readonly tally: Tally;
  readonly missing: readonly (Pick<EndedMeeting, 'uuid' | 'kind' | 'meetingId' | 'topic' | 'startTime' | 'endTime'> & {
    readonly datasets: readonly Dataset[];
    readonly participants?: number;
  })[];
  /** Absent once all is looked at. */
  readonly next?: SweepCursor;
  /** Why this account could not be looked at; `next` then leads to the next account. */
  readonly fault?: string;
};

/** Zoom lists up to 300 meetings a page, and an answer of a function may have 6 MB. */
const mostPages = 15;

/**
 * Looks at days now, for a person: what has just ended too, whose event may still be on its way. Holds no lease and moves no
 * cursor: what two sweeps find at the same time is registered once. An answer covers as much as one invocation can, of
 * one account.
 */
export async function sweepNow(
  request: SweepRequest,
  accounts: readonly [SweptAccount, ...SweptAccount[]],
  invoked: Invoked,
  deps: SweepDeps,
): Promise<SweptNow> {
  const names = accounts.map(({ name }) => name);
  const account = request.cursor ? accounts.find(({ name }) => name === request.cursor?.account) : accounts[0];
  if (!account) throw new MalformedRequestError('The account that was being swept has left the stage: begin anew.');
  const following = names[names.indexOf(account.name) + 1];
  const nextAccount: SweepCursor | undefined =
    following === undefined ? undefined : { account: following, from: request.from, source: firstSource, list: 0 };
  const { name, plan, datasets } = account;
  const of = { account: name, plan, datasets, ...(nextAccount && { next: nextAccount }) };
  try {
    // What is left of this account comes before the next one.
    return { ...of, ...(await sweepPart(request, account, invoked, deps)) };
  } catch (error) {
    if (!(error instanceof ZoomError)) throw error;
    return { ...of, source: firstSource, tally: emptyTally, missing: [], fault: error.message };
  }
}

async function sweepPart(
  { from, to, dryRun = false, cursor }: SweepRequest,
  account: SweptAccount,
  { remainingMs }: Invoked,
  deps: SweepDeps,
): Promise<Omit<SweptNow, 'account' | 'plan' | 'datasets' | 'fault'>> {
  const { accountId, name, datasets: wanted } = account;
  const read = createListReader(account, await deps.zoom(accountId), deps, urgencyOf('sweep'));
  const now = deps.now();
  const [today, first] = [utcDayOf(now), firstListedDay(now)];
  const windows = windowsOf(cursor?.from ?? (from < first ? first : from), to > today ? today : to, now);
  let tally = emptyTally;
  const missing: SweptNow['missing'][number][] = [];
  let source: ListSource = firstSource;
  let place: ListPlace = cursor ?? { source: firstSource, list: 0 };
  for (const window of windows) {
    for (let more = true; more; ) {
      if (remainingMs() < handOverMs || tally.calls >= mostPages) {
        return { source, tally, missing, next: { account: name, from: window.from, ...placeIn(place) } };
      }
      const page = await read(window, place);
      const taken = await acceptMissing(
        page.meetings,
        { accountId, wanted, reason: 'sweep', graceMs: 0, dryRun, countedUntil: deps.now() },
        deps,
      );
      if (!dryRun) recordMissed(taken.missing, name, deps);
      tally = addTallies(tally, { ...taken.tally, calls: 1 });
      missing.push(...taken.missing.map(shownOf));
      more = page.next !== undefined;
      source = page.next?.source ?? source;
      place = page.next ?? { source, list: 0 };
    }
  }
  return { source, tally, missing };
}

/** What a person is shown of a missing meeting. */
function shownOf({ meeting, datasets, participants }: MissingMeeting): SweptNow['missing'][number] {
  const { uuid, kind, meetingId, topic, startTime, endTime } = meeting;
  return {
    ...{ uuid, kind, meetingId, endTime, datasets },
    ...(topic !== undefined && { topic }),
    ...(startTime !== undefined && { startTime }),
    ...(participants !== undefined && { participants }),
  };
}

const placeIn = ({ source, list, pageToken, pageTokenAt }: ListPlace) => ({
  ...{ source, list },
  ...(pageToken !== undefined && { pageToken }),
  ...(pageTokenAt !== undefined && { pageTokenAt }),
});

/** Only what Zoom would not have sent any more was missed. */
function recordMissed(
  missing: Awaited<ReturnType<typeof acceptMissing>>['missing'],
  name: string,
  deps: SweepDeps,
): void {
  const before = deps.now() - sweepPlan.graceMs;
  const missed = missing.filter(({ unheardOf, meeting }) => unheardOf && Date.parse(meeting.endTime) <= before);
  if (missed.length > 0) deps.record({ metric: 'MissedEvents', value: missed.length, Account: name });
}
