import { deepStrictEqual } from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateMeeting } from '../../local/simulator/meetings.ts';
import type { QualityKey } from '../../shared/domain/quality/quality-key.ts';
import { countReadUnits } from '../../shared/dynamo/read-units.ts';
import { openMirror } from '../../shared/lake/open-mirror.ts';
import { exportDays } from '../../shared/operations/export/export-days.ts';
import { startFilledStore } from '../integration/queries/filled-store.ts';

// `node test/campaigns/answers-by-sql.ts [meetings]`: the groups of `quality --by`, out of the samples that an export has, by
// DuckDB alone: sessions, minutes and bad minutes of each network, place and device must be the same numbers.

const [count = 60] = process.argv.slice(2).map(Number);
const day = '2026-11-20';
const now = () => Date.parse('2026-11-22T00:00:00Z');

/** Columns of `qos` that the groups go by; blank and absent are one. */
const columns: readonly (readonly [by: QualityKey, column: string])[] = [
  ['network', 'network_type'],
  ['location', 'location'],
  ['device', 'device'],
];
const media = ['audio', 'video', 'as'];
const ways = ['input', 'output', 'device_from_crc', 'device_to_crc'];
const streams = media.flatMap((medium) => ways.map((way) => `${medium}_${way}`));
const isMeasured = streams
  .flatMap((stream) =>
    ['bitrate_kbps', 'latency_ms', 'jitter_ms', 'avg_loss_percent', 'max_loss_percent'].map(
      (measure) => `s.${stream}_${measure} IS NOT NULL`,
    ),
  )
  .join(' OR ');
const isBad = streams
  .map(
    (one) => `coalesce(s.${one}_latency_ms > 150 OR s.${one}_jitter_ms > 40 OR s.${one}_avg_loss_percent > 2, false)`,
  )
  .join(' OR ');

const sqlBy = (column: string): string => `
  SELECT coalesce(q.${column}, '') AS key, count(DISTINCT (s.uuid, s.user_id, s.join_time)) AS sessions,
    count(*) AS minutes, count(*) FILTER (WHERE ${isBad}) AS bad
  FROM qos_samples s JOIN qos q ON (q.uuid, q.user_id, q.join_time) = (s.uuid, s.user_id, s.join_time)
  WHERE ${isMeasured} GROUP BY 1 ORDER BY 1`;

const dir = await mkdtemp(join(tmpdir(), 'answers-by-sql-'));
const filled = await startFilledStore(now);
try {
  for (let seed = 0; seed < count; seed += 1) {
    const endTime = new Date(Date.parse(`${day}T08:00:00Z`) + seed * 600_000);
    await filled.add(generateMeeting({ seed, participants: 1 + (seed % 15), minutes: 5 + (seed % 50), endTime }));
  }
  const days = [day, '2026-11-21'];
  const tables = ['qos', 'qos_samples'] as const;
  await exportDays({ days, tables, format: 'parquet', dir }, { store: filled.store, now, tell: () => {} });
  const mirror = await openMirror(dir);
  const ended = { from: `${day}T00:00:00Z`, to: '2026-11-21T23:59:59Z' };
  for (const [by, column] of columns) {
    const ask = () => filled.queries.qualityByKey({ accounts: ['one'], ended, by });
    const { result, readUnits } = await countReadUnits(filled.store.client, ask);
    const ours = result.groups.map(({ key, sessions, minutes, badMinutes }) => [key, sessions, minutes, badMinutes]);
    const { rows } = await mirror.ask(sqlBy(column));
    const theirs = rows.map(({ key, sessions, minutes, bad }) => [key, Number(sessions), Number(minutes), Number(bad)]);
    deepStrictEqual(ours.sort(byKey), theirs.sort(byKey));
    console.log(JSON.stringify({ by, groups: ours.length, sessions: result.sessions, meetings: count, readUnits }));
  }
  mirror.close();
} finally {
  await filled.close();
  await rm(dir, { recursive: true });
}

function byKey([a]: readonly unknown[], [b]: readonly unknown[]): number {
  return Number(String(a) > String(b)) - Number(String(a) < String(b));
}
