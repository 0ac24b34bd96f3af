import type { QualitySummary } from '../domain/quality/summary.ts';
import type { Row } from '../domain/row/row.ts';
import type { Item } from '../dynamo/item.ts';
import type { MeetingRecord } from '../dynamo/meetings/meeting-item.ts';
import { decodeRow } from '../dynamo/rows/exact-row.ts';
import { decodeSummary, qualityDay } from '../dynamo/rows/quality-item.ts';
import { decodeRankedSession, type RankedSession } from '../dynamo/rows/ranked-session.ts';
import { captureIndexes } from '../dynamo/schema.ts';
import type { Store } from '../dynamo/store.ts';
import { getItems, getMeetings, itemKey } from './items-by-key.ts';
import { type PagedQuery, type Paging, type QueryPage, queryPages } from './paging.ts';
import { pageSizeWithSamples, readSamples, rowsInput } from './rows.ts';
import { checkDay } from './time-span.ts';

export type SessionQualityQuery = Paging & {
  /** As Zoom writes it. */
  readonly uuid: string;
  /** Whether each comes with its samples, one a minute. @default false: the summary alone */
  readonly samples?: boolean;
  /** Which sessions are wanted; sees Zoom's row without its samples, and spares reading those of the others. @default all */
  readonly only?: (row: Row) => boolean;
};

export type SessionQuality = {
  /** Zoom's row; with `user_qos` where samples are wanted. */
  readonly row: Row;
  /** Absent where nothing was measured. Percent, ms, kbps, as in `StreamSummary`. */
  readonly summary?: QualitySummary;
};

/**
 * How the sessions of a meeting went, by the time of joining: summed up per medium, and minute by minute where wanted.
 *
 * The table itself, consistent: a read unit per 4 KB, two or three sessions, those passed over included; samples about three
 * units more per session and hour, one at the least.
 * @throws CursorError
 */
export function sessionQuality(query: SessionQualityQuery, store: Store): AsyncGenerator<QueryPage<SessionQuality>> {
  const { uuid, samples = false, only } = query;
  const answer = async (items: readonly Item[]): Promise<(SessionQuality | undefined)[]> => {
    const chosen = only ? items.filter((item) => only(decodeRow(item))) : items;
    const rows = samples ? await readSamples('qos', chosen, store) : chosen.map((item) => decodeRow(item));
    const found = new Map(chosen.map((item, at) => [item, createSessionQuality(item, rows[at] ?? {})]));
    return items.map((item) => found.get(item));
  };
  return queryPages(
    { name: JSON.stringify([uuid, 'quality']), input: rowsInput(uuid, 'qos'), selective: only !== undefined, answer },
    samples ? { ...query, pageSize: query.pageSize ?? pageSizeWithSamples } : query,
    store,
  );
}

const createSessionQuality = (item: Item, row: Row): SessionQuality => ({
  row,
  ...(item.summary && { summary: decodeSummary(item) }),
});

export type WorstSessionsQuery = Paging & {
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
 * minutes. Sessions without a bad minute are not there. While a later poll is under way, both polls' may be shown.
 *
 * Index `by-quality`, eventually consistent: about half a read unit per four sessions, those passed over included; and a
 * read unit per meeting, and per row where those are wanted. Minutes, and units as in `StreamSummary`.
 * @throws RangeError when the day is none; CursorError
 */
export function worstSessions(query: WorstSessionsQuery, store: Store): AsyncGenerator<QueryPage<WorstSession>> {
  const { account, day, leastMinutes = 1, rows: withRows = false } = query;
  checkDay(day);
  const index = captureIndexes.byQuality;
  const answer: PagedQuery<WorstSession>['answer'] = async (items) => {
    const ranked = items.map((item) => decodeRankedSession(item));
    const long = ranked.filter(({ summary }) => summary.minutes >= leastMinutes);
    const meetings = await getMeetings(new Set(long.map(({ uuid }) => uuid)), store);
    const rows = withRows ? await getRows(long, store) : undefined;
    return ranked.map((session) => {
      const meeting = meetings.get(session.uuid);
      if (!meeting || session.summary.minutes < leastMinutes) return undefined;
      const row = rows?.get(keyText(session));
      return { ...session, meeting, ...(row && { row }) };
    });
  };
  return queryPages(
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
      answer,
    },
    query,
    store,
  );
}

/** Zoom's rows of these sessions, by {@link keyText}. */
async function getRows(sessions: readonly RankedSession[], store: Store): Promise<Map<string, Row>> {
  const keys = sessions.map(({ uuid, sk }) => itemKey(uuid, sk));
  const items = await getItems(keys, store);
  return new Map(items.map((item) => [keyText({ uuid: item.pk?.S ?? '', sk: item.sk?.S ?? '' }), decodeRow(item)]));
}

const keyText = ({ uuid, sk }: Pick<RankedSession, 'uuid' | 'sk'>): string => JSON.stringify([uuid, sk]);
