import { capturedDatasets, toldDatasets } from '../domain/account/captured-parts.ts';
import { newCapture } from '../domain/capture/capture.ts';
import { firstMessage, type Reason } from '../domain/capture/capture-message.ts';
import { type Dataset, knownDatasets } from '../domain/dataset.ts';
import type { EndedMeeting } from '../domain/meeting/ended-meeting.ts';
import type { Kind, ListType } from '../domain/meeting/kind.ts';
import type { ListedRow } from '../domain/meeting/listed-row.ts';
import { compareWithStore } from '../domain/sweep/missing-captures.ts';
import type { ListedMeeting } from '../zoom/lists/listed-meeting.ts';
import { type JoinedRow, joinListedRows } from './join-listed-rows.ts';
import type { SweepDeps, SweptAccount } from './sweep-deps.ts';
import { emptyTally, type Tally } from './sweep-state.ts';

/** A meeting that was missing, and the datasets of it that were. */
export type MissingMeeting = {
  readonly meeting: EndedMeeting;
  readonly datasets: readonly Dataset[];
  /** Whether nothing at all was known of it. */
  readonly unheardOf: boolean;
  readonly participants?: number;
  readonly listed?: ListedRow;
};

export type AcceptOptions = {
  readonly account: Pick<SweptAccount, 'accountId' | 'datasets' | 'kinds'>;
  readonly reason: Reason;
  readonly graceMs: number;
  /** Compares only: nothing is registered or queued. */
  readonly dryRun: boolean;
  /** Epoch ms; what was registered for this reason since then is what a killed worker left half done. */
  readonly countedUntil: number;
  /** Epoch ms; what ended before had no event to be missed. @default 0 */
  readonly watchingSince?: number;
  /** Those to compare; a demand may name some that the settings leave out. @default what the settings have captured */
  readonly datasets?: readonly Dataset[] | undefined;
  /** Zoom's `type` to ask with. @default the usual */
  readonly listType?: ListType;
  /** Missing meetings to accept at most. @default all */
  readonly most?: number;
};

export type AcceptedMeetings = {
  readonly tally: Tally;
  /** Those that were accepted, or would be. */
  readonly missing: readonly MissingMeeting[];
  /** Missing ones beyond `most`. */
  readonly left: number;
  /** Epoch ms; all that was registered is older. */
  readonly countedUntil: number;
};

/** Meetings registered at the same time. */
const atOnce = 10;

/**
 * Compares listed meetings with the store by keys, keeps the rows of those that it has, and accepts what is missing: registered first, then queued. Killed in
 * between it leaves a capture that is registered and not worked on, which the next comparison (or the rescue of
 * stuck captures) queues. Done twice, it queues nothing twice that is known by then.
 */
export async function acceptMissing(
  listed: readonly ListedMeeting[],
  options: AcceptOptions,
  deps: SweepDeps,
): Promise<AcceptedMeetings> {
  const { account, reason, graceMs, dryRun, countedUntil, most = Infinity } = options;
  const { watchingSince = 0 } = options;
  const { accountId } = account;
  const distinct = [...new Map(listed.map((meeting) => [meeting.uuid, meeting])).values()];
  const known = await deps.meetings.findAll(distinct.map(({ uuid }) => uuid));
  const now = deps.now();
  const unknown = distinct.filter(({ uuid }) => !known.has(uuid)).map(({ uuid }) => uuid);
  // What a person asks for by its UUID is wanted again.
  const forgotten = reason === 'demand' ? new Set() : await deps.meetings.forgotten(unknown, accountId);
  const tally = { ...emptyTally };
  const missing: MissingMeeting[] = [];
  const joined: JoinedRow[] = [];
  for (const { participants, listed: row, ...meeting } of distinct) {
    tally.listed += 1;
    if (forgotten.has(meeting.uuid)) {
      tally.known += 1;
      continue;
    }
    const wanted = wantedOf(meeting.kind, options);
    if (wanted.length === 0) {
      tally.leftOut += 1;
      continue;
    }
    const expiresAt = deps.captures.expiresAt(meeting.endTime);
    const judging = { now, graceMs, expiresAt, reason, countedUntil };
    const comparison = compareWithStore({ ...meeting, wanted }, known.get(meeting.uuid), judging);
    const stored = known.get(meeting.uuid)?.meeting;
    if (stored && row && comparison.kind !== 'expired') joined.push({ meeting: stored, listed: row });
    if (comparison.kind !== 'missing') {
      tally[comparison.kind] += 1;
      continue;
    }
    if (comparison.unheardOf && Date.parse(meeting.endTime) >= watchingSince) tally.missed += 1;
    missing.push({
      meeting: { account: accountId, ...meeting, ...toldDatasets(capturedOf(meeting.kind, wanted, account)) },
      datasets: comparison.datasets,
      unheardOf: comparison.unheardOf,
      ...(participants !== undefined && { participants }),
      ...(row && { listed: row }),
    });
  }
  const taken = missing.slice(0, most);
  // Later than what was counted before, so that the next comparison knows what this one has registered.
  const registeredAt = new Date(Math.max(now, countedUntil));
  if (!dryRun) {
    const rows = await joinListedRows(joined, deps);
    if (rows > 0) deps.log.info('rows of the list stored', { account: accountId, rows });
    for (let at = 0; at < taken.length; at += atOnce) {
      await Promise.all(
        taken
          .slice(at, at + atOnce)
          .map((one) => register(one, { ...options, isKnown: known.has(one.meeting.uuid), at: registeredAt }, deps)),
      );
    }
  }
  for (const { datasets: queued } of taken) tally.queued += queued.length;
  const left = missing.length - taken.length;
  return { tally, missing: taken, left, countedUntil: Math.max(deps.now(), registeredAt.getTime()) + 1 };
}

function wantedOf(kind: Kind, { account, reason, datasets: asked }: AcceptOptions): readonly Dataset[] {
  if (asked && reason === 'demand') return asked;
  return capturedDatasets(account, kind).filter((dataset) => asked?.includes(dataset) ?? true);
}

/** A dataset that is asked for is captured, whatever the settings say of it. */
function capturedOf(kind: Kind, wanted: readonly Dataset[], account: AcceptOptions['account']): readonly Dataset[] {
  const bySettings = capturedDatasets(account, kind);
  return knownDatasets.filter((dataset) => bySettings.includes(dataset) || wanted.includes(dataset));
}

type Registering = Pick<AcceptOptions, 'reason' | 'listType'> & { readonly isKnown: boolean; readonly at: Date };

async function register(
  { meeting, datasets: wanted, listed: row }: MissingMeeting,
  { reason, listType, isKnown, at }: Registering,
  deps: SweepDeps,
): Promise<void> {
  const messages = wanted.map((dataset) => {
    const notBefore = Date.parse(meeting.endTime) + deps.waits.firstPoll[dataset];
    const poll = firstMessage(meeting, reason, new Date(Math.max(at.getTime(), notBefore)));
    return [dataset, { ...poll, ...(listType && { listType }) }] as const;
  });
  const captures = messages.map(([dataset, { notBefore }]) =>
    newCapture(meeting, dataset, { nextPollAt: notBefore, now: at }),
  );
  const endedAt = new Date(meeting.endTime).toISOString();
  const shown = await deps.redactMeeting({ ...meeting, ...(row && { listed: row }) });
  const registerAll = reason === 'demand' ? deps.captures.registerAnew : deps.captures.register;
  await registerAll({ ...shown, endedAt, registeredAt: at.toISOString(), reason }, ...captures);
  for (const [dataset, message] of messages) await deps.send(dataset, message);
  const { uuid, kind, endTime } = meeting;
  const fields = { uuid, kind, endTime, reason };
  if (reason === 'backfill') deps.log.info('meeting backfilled', fields);
  else if (reason === 'demand') deps.log.info('meeting asked for', fields);
  else deps.log.warn(isKnown ? 'captures were missing' : 'event was missed', fields);
}
