import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asyncBufferFromFile, parquetMetadataAsync } from 'hyparquet';
import { expect, test } from 'vitest';
import type { MeetingRecord } from '../../../shared/dynamo/meetings/meeting-item.ts';
import { columnsOf } from '../../../shared/operations/export/tables/export-columns.ts';
import { openParquet } from '../../../shared/operations/export/tables/parquet-sink.ts';

const minute = 60_000;
const firstEnd = Date.parse('2026-11-20T08:00:00Z');
const endOf = (index: number) => new Date(firstEnd + index * minute).toISOString();
const meetingAt = (index: number): MeetingRecord => ({
  account: 'one',
  kind: 'meeting',
  uuid: `meeting ${String(index).padStart(4, '0')}`,
  meetingId: '93201235621',
  endTime: endOf(index),
  endedAt: endOf(index),
  registeredAt: endOf(index),
  reason: 'event',
});

test('a Parquet file has groups of 5,000 rows at most, each with the bounds of its values, and says what its columns are', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'parquet-groups-'));
  try {
    const path = join(dir, 'report.parquet');
    const sink = await openParquet(path, 'report');
    for (let index = 0; index < 5_001; index += 1) await sink.write(meetingAt(index), { name: 'Ada', duration: index });
    await sink.finish();
    const { row_groups, key_value_metadata } = await parquetMetadataAsync(await asyncBufferFromFile(path));
    const bounds = (group: number, column: string) => {
      const found = row_groups[group]?.columns.find(({ meta_data }) => meta_data?.path_in_schema.join() === column);
      const { min_value, max_value } = found?.meta_data?.statistics ?? {};
      return [min_value, max_value];
    };
    expect(row_groups.map(({ num_rows }) => Number(num_rows))).toEqual([5_000, 1]);
    expect(bounds(0, 'end_time')).toEqual([new Date(endOf(0)), new Date(endOf(4_999))]);
    expect(bounds(1, 'end_time')).toEqual([new Date(endOf(5_000)), new Date(endOf(5_000))]);
    expect(bounds(0, 'uuid')).toEqual(['meeting 0000', 'meeting 4999']);
    expect(bounds(1, 'duration')).toEqual([5_000n, 5_000n]);
    const told = new Map(key_value_metadata?.map(({ key, value }) => [key, value]));
    expect(columnsOf('report').filter(({ name }) => !told.has(`column:${name}`))).toEqual([]);
    expect(told.get('column:duration')).toBe('Zoom; s');
  } finally {
    await rm(dir, { recursive: true });
  }
});
