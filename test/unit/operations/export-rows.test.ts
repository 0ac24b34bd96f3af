import { expect, test } from 'vitest';
import { parseExact } from '../../../shared/domain/row/exact-json.ts';
import type { Row } from '../../../shared/domain/row/row.ts';
import type { MeetingRecord } from '../../../shared/dynamo/meetings/meeting-item.ts';
import { columnsOf, exportTables } from '../../../shared/operations/export/tables/export-columns.ts';
import { cellsOf, flatRows, jsonRow } from '../../../shared/operations/export/tables/export-rows.ts';

const endTime = '2026-11-20T09:00:00Z';
const meeting: MeetingRecord = {
  account: 'one',
  kind: 'meeting',
  uuid: '/abc==',
  meetingId: '93201235621',
  topic: 'Weekly',
  endTime,
  endedAt: endTime,
  registeredAt: endTime,
  reason: 'event',
};
const rowOf = (text: string): Row => Object(parseExact(text));

/** A row's cells by their columns' names. */
function named(table: (typeof exportTables)[number], row: Row): Record<string, unknown> {
  const columns = columnsOf(table);
  const cells = cellsOf(meeting, row, { columns });
  expect(cells).toHaveLength(columns.length);
  return Object.fromEntries(columns.map(({ name }, index) => [name, cells[index]]));
}

test.each(exportTables)('the exported columns of %s have each name once, the meeting first and extra last', (table) => {
  const names = columnsOf(table).map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names.slice(0, 6)).toEqual(['account', 'uuid', 'meeting_id', 'start_time', 'end_time', 'host_id']);
  expect(names.at(-1)).toBe('extra');
});

test('an exported row in columns has known fields in their places, and everything else in extra, digit by digit', () => {
  const row = rowOf('{"name":"Ada","duration":60,"failover":true,"new_field":[1],"amount":12345678901234567890}');
  expect(named('report', row)).toMatchObject({
    uuid: '/abc==',
    meeting_id: '93201235621',
    topic: 'Weekly',
    kind: 'meeting',
    end_time: endTime,
    name: 'Ada',
    duration: 60,
    failover: true,
    user_email: null,
    extra: '{"new_field":[1],"amount":12345678901234567890}',
  });
});

test('an exported row in columns has values of another type than their column in extra', () => {
  const row = rowOf('{"duration":"60","failover":"yes","join_time":"soon","name":{"first":"Ada"},"user_id":7}');
  expect(named('report', row)).toMatchObject({
    duration: null,
    failover: null,
    join_time: null,
    name: null,
    user_id: '7',
  });
  expect(JSON.parse(String(named('report', row).extra))).toEqual({
    duration: '60',
    failover: 'yes',
    join_time: 'soon',
    name: { first: 'Ada' },
  });
});

test('an exported row in columns keeps blanks: none in a column of times, blank in one of texts', () => {
  expect(named('report', rowOf('{"name":"","leave_time":""}'))).toMatchObject({
    name: '',
    leave_time: null,
    extra: null,
  });
});

test("an exported row in columns keeps a field of Zoom's that bears the name of one of ours", () => {
  const row = rowOf('{"uuid":"other","topic":"theirs","extra":1,"name":"Ada"}');
  const extra = { uuid: 'other', topic: 'theirs', extra: 1 };
  expect(JSON.parse(String(named('report', row).extra))).toEqual(extra);
  expect(jsonRow(meeting, row)).toEqual({
    account: 'one',
    start_time: null,
    host_id: null,
    uuid: '/abc==',
    meeting_id: '93201235621',
    topic: 'Weekly',
    kind: 'meeting',
    end_time: endTime,
    name: 'Ada',
    extra,
  });
});

const session = rowOf(
  `{"user_id":"1","user_qos":[
    {"date_time":"2026-11-20T08:00:00Z","audio_input":{"bitrate":"27.15 kbps","latency":"","jitter":"-"},
     "video_input":{"resolution":"1280*720","frame_rate":"25 fps"},"wifi_rssi":{"avg_rssi":-60},"cpu_usage":{"zoom_max_cpu_usage":"4%"}},
    {"audio_input":{"bitrate":"10 kbps"},"new_group":{"x":1}},
    "odd"]}`,
);

test('an exported QoS session has its summary in columns and its minutes not', () => {
  const [row] = [...flatRows('qos', { row: session })];
  expect(named('qos', row ?? {})).toMatchObject({
    samples: 3,
    minutes: 2,
    audio_input_minutes: 2,
    audio_input_bitrate_max_kbps: 27.2,
    max_zoom_cpu_percent: 4,
    extra: null,
  });
});

test('an exported QoS session whose samples were not kept has its stored summary, and no minutes', () => {
  const notKept = { samples: 44, summary: { minutes: 40, badMinutes: 2, badShare: 0.05 } };
  const row = { user_id: '1', join_time: '2026-11-20T08:00:00Z' };
  const [flat] = [...flatRows('qos', { row, notKept })];
  expect(named('qos', flat ?? {})).toMatchObject({ samples: 44, minutes: 40, bad_minutes: 2, extra: null });
  expect([...flatRows('qos_samples', { row, notKept })]).toEqual([]);
});

test('an exported QoS session gives a row a minute, with numbers in the unit that the column names', () => {
  const rows = [...flatRows('qos_samples', { row: session })].map((row) => named('qos_samples', row));
  expect(rows).toMatchObject([
    {
      user_id: '1',
      sample: 0,
      date_time: '2026-11-20T08:00:00Z',
      audio_input_bitrate_kbps: 27.15,
      audio_input_latency_ms: null,
      video_input_frame_rate_fps: 25,
      video_input_resolution: '1280*720',
      wifi_rssi_avg_rssi: -60,
      cpu_usage_zoom_max_cpu_usage_percent: 4,
      extra: '{"audio_input_jitter":"-"}',
    },
    { sample: 1, audio_input_bitrate_kbps: 10, extra: '{"new_group_x":1}' },
    { sample: 2, extra: '{"sample_value":"odd"}' },
  ]);
});
