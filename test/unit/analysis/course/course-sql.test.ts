import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { computeAttendance } from '../../../../shared/analysis/attendance/attendance.ts';
import type { SourceRow } from '../../../../shared/analysis/attendance/records.ts';
import { computeCourse } from '../../../../shared/analysis/course/course.ts';
import { readCourseMeeting } from '../../../../shared/analysis/course/course-meeting.ts';
import { minuteMs, onRoster, rules } from './course-fixture.ts';

// The same numbers out of the raw rows by SQL alone, which knows nothing of sessions joined or people grouped: minutes,
// shares and statuses. In these courses an address is all that there is of a person; guests have a name, each their own.

const originMs = Date.parse('2026-09-01T06:00:00Z');
const people = ['ada', 'bob', 'cy', 'dee', 'eve'];
const text = (minute: number) => new Date(originMs + minute * minuteMs).toISOString();

type Span = { readonly uuid: string; readonly from: number; readonly to: number };

/** Instances with breaks of a restart, of a room that was opened anew, and of days; some run in parallel. */
const anyInstances = fc
  .array(
    fc.record({ gap: fc.constantFrom(-20, 2, 5, 6, 29, 30, 31, 600, 1440), minutes: fc.integer({ min: 5, max: 90 }) }),
    {
      minLength: 1,
      maxLength: 7,
      size: 'max',
    },
  )
  .map((list) => {
    let end = 0;
    return list.map(({ gap, minutes }, at): Span & { meetingId: string } => {
      const from = Math.max(0, end + gap);
      end = Math.max(end, from + minutes);
      return { uuid: `U${at}`, from, to: from + minutes, meetingId: gap < 0 ? '2222222222' : '1111111111' };
    });
  });

const anyStay = fc.record({
  instance: fc.nat(6),
  who: fc.constantFrom(...people, 'guest'),
  from: fc.integer({ min: -8, max: 95 }),
  minutes: fc.integer({ min: 0, max: 95 }),
  place: fc.constantFrom('meeting', 'meeting', 'meeting', 'breakout', 'waiting'),
});

const anyCourse = fc.record({
  instances: anyInstances,
  stays: fc.array(anyStay, { minLength: 1, maxLength: 40, size: 'max' }),
  roster: fc.subarray([...people, 'zoe'], { minLength: 3 }),
  lateFrom: fc.constantFrom(undefined, '2026-09-02'),
});

/** Rows of the participants' list; a stay in a breakout room is a row beside that of the meeting. */
function rowsOf({
  instances,
  stays,
}: {
  instances: readonly Span[];
  stays: readonly { instance: number; who: string; from: number; minutes: number; place: string }[];
}) {
  return stays.flatMap(({ instance, who, from, minutes, place }, index): SourceRow[] => {
    const span = instances[instance % instances.length];
    if (!span) return [];
    const named =
      who === 'guest' ? { user_name: `guest ${index}`, email: '' } : { user_name: who, email: `${who}@example.com` };
    const row = {
      ...named,
      user_id: String(index),
      join_time: text(span.from + from),
      leave_time: text(span.from + from + minutes),
      status: place === 'waiting' ? 'in_waiting_room' : 'in_meeting',
      ...(place === 'breakout' && { bo_mtg_id: 'room' }),
    };
    return [{ uuid: span.uuid, dataset: 'participants', row }];
  });
}

/** Stretches of `source` by `keys` without overlaps: each begins where nothing before it reaches. */
const merged = (source: string, keys: string) => `
  select ${keys}, min(from_s) as from_s, max(to_s) as to_s from (
    select *, sum(case when from_s <= before_s then 0 else 1 end) over (partition by ${keys} order by from_s, to_s) as part
    from (select *, max(to_s) over (partition by ${keys} order by from_s, to_s
      rows between unbounded preceding and 1 preceding) as before_s from ${source})
  ) group by ${keys}, part`;

const query = `
with instances as (
  select uuid, from_s, to_s, sum(case when from_s <= before_s + 30 * 60 then 0 else 1 end) over (order by from_s, uuid) as session
  from (select *, max(to_s) over (order by from_s, uuid rows between unbounded preceding and 1 preceding) as before_s from held)
),
held_parts as (${merged('instances', 'session')}),
sessions as (select session, sum(to_s - from_s) as held, min(from_s) as from_s, max(to_s) as to_s from held_parts group by session),
inside as (
  select i.session, r.email, greatest(r.join_s, i.from_s) as from_s, least(r.leave_s, i.to_s) as to_s
  from rows r join instances i using (uuid)
  where r.status <> 'in_waiting_room' and r.email <> '' and greatest(r.join_s, i.from_s) < least(r.leave_s, i.to_s)
),
stays as (${merged('inside', 'session, email')}),
attended as (
  select session, email, sum(to_s - from_s) as seconds, min(from_s) as first_s, max(to_s) as last_s from stays group by session, email
)
select s.session, a.email, a.seconds::int as seconds, a.seconds / s.held as share,
  case when a.seconds / s.held < 0.75 then 'absent'
    when first_s - s.from_s > 600 and s.to_s - last_s > 600 then 'late, left early'
    when first_s - s.from_s > 600 then 'late'
    when s.to_s - last_s > 600 then 'left early'
    else 'present' end as status
from sessions s join attended a using (session) order by s.session, a.email`;

let db: Awaited<ReturnType<Awaited<ReturnType<typeof DuckDBInstance.create>>['connect']>>;
beforeAll(async () => {
  db = await (await DuckDBInstance.create(':memory:')).connect();
});
afterAll(() => db.closeSync());

async function bySql(instances: readonly Span[], rows: readonly SourceRow[]) {
  const second = (iso: unknown) => (Date.parse(String(iso)) - originMs) / 1000;
  await db.run('create or replace table held (uuid varchar, from_s bigint, to_s bigint)');
  await db.run(
    'create or replace table rows (uuid varchar, email varchar, status varchar, join_s bigint, leave_s bigint)',
  );
  const heldLines = instances.map(({ uuid, from, to }) => `('${uuid}', ${from * 60}, ${to * 60})`);
  await db.run(`insert into held values ${heldLines.join()}`);
  const rowLines = rows.map(({ uuid, row }) => {
    return `('${uuid}', '${row.email}', '${row.status}', ${second(row.join_time)}, ${second(row.leave_time)})`;
  });
  await db.run(`insert into rows values ${rowLines.join()}`);
  const answer = await db.runAndReadAll(query);
  return answer.getRowObjectsJson();
}

test('minutes, and who was late, left early or absent, are what SQL makes of the raw rows', {
  timeout: 60_000,
}, async () => {
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(anyCourse, async ({ instances, stays, roster, lateFrom }) => {
      const rows = rowsOf({ instances, stays });
      const times = instances.map(({ uuid, meetingId, from, to }) => ({
        uuid,
        meetingId,
        startTime: text(from),
        endTime: text(to),
      }));
      const meetings = computeAttendance(times, rows).map((one) =>
        readCourseMeeting(one, rows, { isWhole: true, topic: '' }),
      );
      const entries = roster.map((name) => ({ ...onRoster(name, `${name}@example.com`), from: lateFrom }));
      const course = computeCourse({
        meetings,
        roster: entries,
        // Whether anybody met is asked elsewhere: here all is held.
        rules: { ...rules, including: new Set(instances.map(({ uuid }) => uuid)) },
        dayOf: (atMs) => new Date(atMs).toISOString().slice(0, 10),
      });
      const expected = (await bySql(instances, rows)).filter(({ email }) =>
        roster.some((name) => email === `${name}@example.com`),
      );
      const isExpected = (at: number) => lateFrom === undefined || (course.sessions[at]?.day ?? '') >= lateFrom;
      const found = course.people
        .filter(({ entry }) => entry !== undefined)
        .flatMap(({ email, cells }) =>
          cells.map(({ attendedMs, share, status }, at) => ({ email, at, attendedMs, share, status })),
        )
        .filter(({ attendedMs }) => attendedMs > 0)
        .map(({ email, at, attendedMs, share, status }) => [at + 1, email, attendedMs / 1000, share.toFixed(9), status])
        .sort();
      const wanted = expected.map(({ session, email, seconds, share, status }) => {
        const isJudged = status !== 'absent' || isExpected(Number(session) - 1);
        return [Number(session), email, seconds, Number(share).toFixed(9), isJudged ? status : 'not expected'];
      });
      compared += wanted.length;
      expect(found).toEqual(wanted.sort());
    }),
    { numRuns: 80 },
  );
  expect(compared).toBeGreaterThan(60);
});
