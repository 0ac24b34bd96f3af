import type { Row } from '../domain/row.ts';
import type { MeetingRecord } from '../dynamo/meetings/meeting-item.ts';
import { decodeRow } from '../dynamo/rows/exact-row.ts';
import { qualityDay } from '../dynamo/rows/quality-item.ts';
import { decodeRankedSession, type RankedSession } from '../dynamo/rows/ranked-session.ts';
import { captureIndexes } from '../dynamo/schema.ts';
import { getItems, itemKey, meetingsByUuid } from './meetings-by-uuid.ts';
import type { Page, Paging } from './pages.ts';
import { queryPages } from './query-pages.ts';
import type { Store } from './store.ts';
import { instantsOf } from './time-span.ts';

export type WorstSessionsWanted = Paging & {
  /** Id of the Zoom account. */
  readonly account: string;
  /** The UTC day on which the meetings ended, as `2026-11-20`. */
  readonly day: string;
  /** Passes over shorter sessions: of a stay of one minute, one bad minute is all. @default 1 */
  readonly leastMinutes?: number;
  /** Whether each comes with Zoom's row, which says who it was. @default false */
  readonly rows?: boolean;
};

export type WorstSession = RankedSession & {
  readonly meeting: MeetingRecord;
  /** The session as Zoom returned it, without samples; absent when not wanted, or no longer there. */
  readonly row?: Row;
};

/**
 * The sessions of a day with the largest share of bad minutes, the worst first; among equals the one with more bad
 * minutes. Sessions without a bad minute are not there. While a capture takes a later look, both looks' may be shown.
 *
 * Index `by-quality`, eventually consistent: about half a read unit per four sessions, those passed over included; and a
 * read unit per meeting, and per row where those are wanted. Minutes, and units as in `StreamSummary`.
 * @throws RangeError when the day is none; CursorError
 */
export function worstSessions(wanted: WorstSessionsWanted, store: Store): AsyncGenerator<Page<WorstSession>> {
  const { account, day, leastMinutes = 1, rows: withRows = false } = wanted;
  if (!/^\d{4}-\d\d-\d\d$/.test(day)) throw new RangeError(`A day is written as 2026-11-20, not as ${day}.`);
  instantsOf({ from: day, to: day });
  const index = captureIndexes.byQuality;
  return queryPages<WorstSession>(
    {
      name: JSON.stringify([account, day, leastMinutes]),
      index,
      input: {
        KeyConditionExpression: '#day = :day',
        ExpressionAttributeNames: { '#day': index.partitionKey },
        ExpressionAttributeValues: { ':day': { S: qualityDay(account, day) } },
        ScanIndexForward: false,
      },
      selective: leastMinutes > 1,
      async answer(items) {
        const ranked = items.map((item) => decodeRankedSession(item));
        const long = ranked.filter(({ summary }) => summary.minutes >= leastMinutes);
        const meetings = await meetingsByUuid(new Set(long.map(({ uuid }) => uuid)), store);
        const rows = withRows ? await rowsOf(long, store) : undefined;
        return ranked.map((session) => {
          const meeting = meetings.get(session.uuid);
          if (!meeting || session.summary.minutes < leastMinutes) return undefined;
          const row = rows?.get(nameOf(session));
          return { ...session, meeting, ...(row && { row }) };
        });
      },
    },
    wanted,
    store,
  );
}

async function rowsOf(sessions: readonly RankedSession[], store: Store): Promise<Map<string, Row>> {
  const items = await getItems(
    sessions.map(({ uuid, sk }) => itemKey(uuid, sk)),
    store,
  );
  return new Map(items.map((item) => [nameOf({ uuid: item.pk?.S ?? '', sk: item.sk?.S ?? '' }), decodeRow(item)]));
}

const nameOf = ({ uuid, sk }: Pick<RankedSession, 'uuid' | 'sk'>): string => JSON.stringify([uuid, sk]);
