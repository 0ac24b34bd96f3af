import { configuredName } from '../../domain/account/account-name.ts';
import { urgencyOf } from '../../domain/account/day-reserve.ts';
import { firstListedDay, sweepPlan, utcDayOf, windowsOf } from '../../domain/sweep/sweep-plan.ts';
import { ZoomError } from '../../zoom/errors.ts';
import type { ListSource } from '../../zoom/lists/meeting-lists.ts';
import { acceptMissing, type MissingMeeting } from '../accept-missing.ts';
import { createListReader, type ListPlace } from '../read-list.ts';
import { handOverMs, type SweepDeps, type SweepRun, type SweptAccount } from '../sweep-deps.ts';
import { addTallies, emptyTally, firstSource } from '../sweep-state.ts';
import type { SweptNow } from './answers.ts';
import { shownMeeting } from './capture-asked.ts';
import { MalformedRequestError, type SweepCursor, type SweepRequest } from './request.ts';

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
  run: SweepRun,
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
    return { ...of, ...(await sweepPart(request, account, run)) };
  } catch (error) {
    if (!(error instanceof ZoomError)) throw error;
    return { ...of, source: firstSource, tally: emptyTally, missing: [], fault: error.message };
  }
}

async function sweepPart(
  { from, to, dryRun = false, cursor }: SweepRequest,
  account: SweptAccount,
  run: SweepRun,
): Promise<Omit<SweptNow, 'account' | 'plan' | 'datasets' | 'fault'>> {
  const { accountId, name } = account;
  const read = createListReader(account, await run.zoom(accountId), { ...run, urgency: urgencyOf('sweep') });
  const now = run.now();
  const [today, first] = [utcDayOf(now), firstListedDay(now)];
  const windows = windowsOf(cursor?.from ?? (from < first ? first : from), to > today ? today : to, now);
  let tally = emptyTally;
  const missing: SweptNow['missing'][number][] = [];
  let source: ListSource = firstSource;
  let place: ListPlace = cursor ?? { source: firstSource, list: 0 };
  for (const window of windows) {
    for (let more = true; more; ) {
      if (run.remainingMs() < handOverMs || tally.calls >= mostPages) {
        return { source, tally, missing, next: { ...place, account: name, from: window.from } };
      }
      const page = await read(window, place);
      const taken = await acceptMissing(
        page.meetings,
        { account, reason: 'sweep', graceMs: 0, dryRun, countedUntil: run.now() },
        run,
      );
      if (!dryRun) recordMissed(taken.missing, name, run);
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
const shownOf = ({ meeting, datasets, participants }: MissingMeeting): SweptNow['missing'][number] => ({
  ...shownMeeting(meeting),
  datasets: [...datasets],
  ...(participants !== undefined && { participants }),
});

/** Only what Zoom would not have sent any more was missed. */
function recordMissed(
  missing: Awaited<ReturnType<typeof acceptMissing>>['missing'],
  name: string,
  deps: SweepDeps,
): void {
  const before = deps.now() - sweepPlan.graceMs;
  const missed = missing.filter(({ unheardOf, meeting }) => unheardOf && Date.parse(meeting.endTime) <= before);
  if (missed.length > 0) deps.record({ metric: 'MissedEvents', value: missed.length, Account: configuredName(name) });
}
