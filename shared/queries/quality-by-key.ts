import { gatherByKey, type QualityGroup } from '../analysis/quality/quality-groups.ts';
import type { QualityKey } from '../domain/quality/quality-key.ts';
import type { Medium } from '../domain/quality/stream-minute.ts';
import type { QualitySummary } from '../domain/quality/summary.ts';
import type { Row } from '../domain/row/row.ts';
import type { MeetingRecord } from '../dynamo/meetings/meeting-item.ts';
import type { Store } from '../dynamo/store.ts';
import { type EndedMeetingsQuery, endedMeetings } from './meetings.ts';
import { itemsOf } from './paging.ts';
import { sessionQuality } from './quality.ts';
import type { TimeSpan } from './time-span.ts';

type EndedSessionsQuery = Pick<EndedMeetingsQuery, 'account' | 'ended'>;

type EndedSession = {
  readonly meeting: MeetingRecord;
  /** Zoom's row without its samples. */
  readonly row: Row;
  readonly summary: QualitySummary;
};

/** Meetings whose sessions are read at once. */
const atOnce = 8;

export type QualityByKeyQuery = {
  /** Ids of the Zoom accounts. */
  readonly accounts: readonly string[];
  /** When the meetings ended, both ends included. */
  readonly ended: TimeSpan;
  readonly by: QualityKey;
  /** Of one medium alone; `as` is the screen share. @default all of them together */
  readonly medium?: Medium | undefined;
};

export type QualityByKey = {
  /** The largest share of bad minutes first. */
  readonly groups: readonly QualityGroup[];
  /** All that were read, also those without this medium. */
  readonly sessions: number;
};

/**
 * How the sessions of the meetings that ended within a span went, put together by network, host or what else.
 *
 * Index `by-account-day`, eventually consistent, about two read units per ten meetings; then all QoS rows of each without
 * samples, consistent: a unit per two or three sessions. That is the whole span: 100,000 sessions are some 40,000 units.
 * Holds the sessions of eight meetings, and the groups.
 * @throws RangeError when a time is none
 */
export async function qualityByKey(query: QualityByKeyQuery, store: Store): Promise<QualityByKey> {
  const { accounts, ended, by, medium } = query;
  const gatherer = gatherByKey(by, medium);
  let sessions = 0;
  for (const account of accounts) {
    for await (const session of endedSessions({ account, ended }, store)) {
      sessions += 1;
      gatherer.add(session);
    }
  }
  return { groups: gatherer.groups(), sessions };
}

/** Every measured session, meeting by meeting, newest first. */
async function* endedSessions(query: EndedSessionsQuery, store: Store): AsyncGenerator<EndedSession> {
  let batch: MeetingRecord[] = [];
  for await (const meeting of itemsOf(endedMeetings(query, store))) {
    batch.push(meeting);
    if (batch.length < atOnce) continue;
    yield* readSessions(batch, store);
    batch = [];
  }
  yield* readSessions(batch, store);
}

async function* readSessions(meetings: readonly MeetingRecord[], store: Store): AsyncGenerator<EndedSession> {
  const lists = meetings.map(async (meeting): Promise<EndedSession[]> => {
    const sessions = await Array.fromAsync(itemsOf(sessionQuality({ uuid: meeting.uuid, pageSize: 1000 }, store)));
    return sessions.flatMap(({ row, summary }) => (summary ? [{ meeting, row, summary }] : []));
  });
  yield* (await Promise.all(lists)).flat();
}
