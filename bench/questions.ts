import { countRows, rowFields } from '../local/simulator/rows/row.ts';
import { readPerson } from '../shared/dynamo/rows/person-reader.ts';
import type { Queries, Store } from '../shared/queries/index.ts';
import { itemsOf, type QueryPage, wholeDay } from '../shared/queries/index.ts';
import { account, benchMeeting, type StoreSize } from './fill-store.ts';

export type BenchQuestion = {
  readonly name: string;
  /** The index, or `table`. */
  readonly by: string;
  readonly ask: () => Promise<{
    readonly answers: number;
    /** How many stored items went into the answer; to find that out may ask again. */
    readonly itemsReturned: () => number | Promise<number>;
  }>;
};

export type AskedAbout = {
  /** Which meeting of the store. */
  readonly index: number;
  /** Of October 2026. */
  readonly day: string;
};

/** Each question that the store is laid out for, asked of a store that {@link storeItems} filled. */
export function benchQuestions(
  queries: Queries,
  store: Store,
  size: StoreSize,
  { index, day }: AskedAbout = { index: Math.floor(size.meetings / 2), day: '2026-10-02' },
): BenchQuestion[] {
  const meeting = benchMeeting(index, size);
  const { uuid, meetingId } = meeting;
  const host = rowFields('count' in meeting.report ? meeting.report.at(0) : {});
  const joined = { from: '2026-10-01', to: '2026-10-31' };
  const all = <Answer>(pages: AsyncIterable<QueryPage<Answer>>) => Array.fromAsync(itemsOf(pages));
  const plain = async (answers: Promise<readonly unknown[]>) => {
    const { length } = await answers;
    return { answers: length, itemsReturned: () => length };
  };
  return [
    {
      name: 'meetings that ended on a day',
      by: 'by-account-day',
      ask: () => plain(all(queries.endedMeetings({ account, ended: wholeDay(day) }))),
    },
    {
      name: 'meetings of 30 days, the newest 50',
      by: 'by-account-day',
      ask: () =>
        plain(all(queries.endedMeetings({ account, ended: { from: '2026-10-01', to: '2026-10-30' }, limit: 50 }))),
    },
    {
      name: 'instances of a meeting id',
      by: 'by-meeting-id',
      ask: () => plain(all(queries.meetingInstances({ meetingId }))),
    },
    {
      name: 'a meeting and its captures',
      by: 'table',
      async ask() {
        const found = await queries.findMeeting(uuid);
        return { answers: found ? 1 : 0, itemsReturned: () => (found ? 1 + Object.keys(found.captures).length : 0) };
      },
    },
    {
      name: 'rows of its report',
      by: 'table',
      ask: () => plain(all(queries.rows({ uuid, dataset: 'report' }))),
    },
    {
      name: 'attendance of a meeting',
      by: 'table, by-meeting-id',
      async ask() {
        const found = await queries.attendance({ uuid });
        const rows = [meeting.participants, meeting.qos, meeting.report].reduce((sum, of) => sum + countRows(of), 0);
        return { answers: found?.people.length ?? 0, itemsReturned: () => rows + 4 };
      },
    },
    {
      name: "a person's meetings of a month",
      by: 'by-person',
      async ask() {
        const person = String(host.user_email);
        const found = await all(queries.personMeetings({ person, joined }));
        const itemsReturned = async () => found.length + (await countStays(person, joined, store));
        return { answers: found.length, itemsReturned };
      },
    },
    {
      name: 'the 50 worst sessions of a day',
      by: 'by-quality',
      async ask() {
        const found = await all(queries.worstSessions({ account, day, limit: 50 }));
        const meetings = new Set(found.map((session) => session.uuid));
        return { answers: found.length, itemsReturned: () => found.length + meetings.size };
      },
    },
    {
      name: 'QoS of a meeting, summaries',
      by: 'table',
      ask: () => plain(all(queries.sessionQuality({ uuid }))),
    },
    {
      name: 'QoS of a meeting, samples',
      by: 'table',
      ask: () => plain(all(queries.sessionQuality({ uuid, samples: true }))),
    },
    {
      name: 'captures that failed',
      by: 'by-state',
      async ask() {
        const found = await all(queries.openCaptures({ state: 'failed' }));
        const meetings = new Set(found.map((one) => one.meeting.uuid));
        return { answers: found.length, itemsReturned: () => found.length + meetings.size };
      },
    },
  ];
}

/** With a client of its own, so that counting is not counted. */
async function countStays(person: string, { from, to }: { from: string; to: string }, store: Store): Promise<number> {
  const span = { from: `${from}T00:00:00Z`, to: `${to}T23:59:59.999Z` };
  return (await Array.fromAsync(readPerson({ person, ...span }, store))).length;
}
