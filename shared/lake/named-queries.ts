import { type ExportTable, exportTables, sourcesOf } from '../operations/export/tables/export-columns.ts';

/** SQL that Athena and DuckDB both know, over the tables of docs/tables.md with their partition `day`. */
export type NamedQuery = {
  readonly name: string;
  /** What it answers, and what its `?` stand for, in order. */
  readonly about: string;
  /** Tables that it does not read, without which it has nothing to say. */
  readonly needs?: readonly ExportTable[];
  readonly sql: string;
};

/** A day is text, such as `2026-11-20`; both ends are in it. A table is read by days alone, so each query names them. */
export const namedQueries: readonly NamedQuery[] = [
  {
    name: 'attendance_of_course',
    about: 'Who attended how many meetings of a meeting id, and for how long. Meeting id, first day, last day.',
    sql: `SELECT
  coalesce(nullif(user_id, ''), nullif(email, ''), name) AS person,
  max(name) AS name,
  count(DISTINCT uuid) AS meetings,
  round(sum(attended_minutes), 1) AS minutes,
  round(avg(share), 3) AS share
FROM attendance
WHERE came AND meeting_id = ? AND day BETWEEN ? AND ?
GROUP BY 1
ORDER BY minutes DESC, person`,
  },
  {
    name: 'worst_networks',
    about: 'Where quality was bad for the largest share of minutes, from an hour on. First day, last day.',
    sql: `SELECT
  location,
  network_type,
  count(*) AS sessions,
  sum(minutes) AS minutes,
  round(sum(bad_minutes) * 1.0 / sum(minutes), 3) AS bad_share
FROM qos
WHERE day BETWEEN ? AND ?
GROUP BY location, network_type
HAVING sum(minutes) >= 60
ORDER BY bad_share DESC, minutes DESC
LIMIT 50`,
  },
  {
    name: 'hosts_by_hours',
    about: 'Who hosted for how many hours. First day, last day.',
    sql: `SELECT
  host_id,
  max(host_email) AS host_email,
  count(*) AS meetings,
  round(sum(date_diff('minute', start_time, end_time)) / 60.0, 1) AS hours
FROM meetings
WHERE day BETWEEN ? AND ?
GROUP BY host_id
ORDER BY hours DESC, host_id
LIMIT 100`,
  },
  {
    name: 'absentees',
    about: 'Who registered for a meeting id and did not come, and how often. Meeting id, first day, last day.',
    needs: sourcesOf('attendance'),
    sql: `SELECT
  coalesce(nullif(email, ''), name) AS person,
  max(name) AS name,
  count(DISTINCT uuid) AS missed
FROM attendance
WHERE NOT came AND meeting_id = ? AND day BETWEEN ? AND ?
GROUP BY 1
ORDER BY missed DESC, person`,
  },
];

/** What a question reads: a stage without one of these tables has no such question. */
export const tablesOfQuery = ({ sql, needs = [] }: NamedQuery): readonly ExportTable[] =>
  exportTables.filter((table) => needs.includes(table) || new RegExp(`\\b(FROM|JOIN) ${table}\\b`).test(sql));
