import * as fc from 'fast-check';
import type { SimulatedMeeting } from '../../../local/simulator/meeting.ts';
import type { Row } from '../../../local/simulator/rows/row.ts';
import { byDataset, hasSamples } from '../../../shared/domain/dataset.ts';
import { endTime } from './rehearsal.ts';

/** Few values, so that rows share them: identity is all about rows that are alike. */
const alike = {
  user_id: fc.constantFrom('', '1', '2', '16778240#', 'ü 💥'),
  join_time: fc.constantFrom('', '2026-11-20T08:30:00Z', '2026-11-20T08:30:00.123Z'),
  participant_uuid: fc.constantFrom('', 'A'),
  status: fc.constantFrom('in_meeting', 'in_waiting_room'),
};

const fields = {
  ...alike,
  id: fc.constant(''),
  user_name: fc.string({ unit: 'grapheme', maxLength: 8 }),
  leave_time: fc.constantFrom('2026-11-20T08:58:00Z', '2026-11-20T08:59:00Z'),
  duration: fc.integer({ min: 1, max: 4_000 }),
  // Names of the store's own attributes among them.
  pk: fc.string({ maxLength: 3 }),
  run: fc.integer(),
  unheard_of: fc.jsonValue({ maxDepth: 3 }),
};

/** Fields that JavaScript would not give back as they were sent, as Zoom would write them. */
const exactDigits = fc.constantFrom('', ',"big":12345678901234567890', ',"one":1.0', ',"tiny":1e-400,"minus":-0');

const rowOf = (more: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Row> =>
  fc
    .tuple(fc.record({ ...fields, ...more }, { requiredKeys: ['leave_time', 'duration'] }), exactDigits)
    .map(([row, digits]) => `${JSON.stringify(row).slice(0, -1)}${digits}}`);

const metric = fc.oneof(
  fc.constantFrom('1 ms', '0 ms', '01 ms', '-1 ms', '1.50 ms', '12 kbps', '3.14%', '', ' ', '25 fps'),
  fc.jsonValue({ maxDepth: 1 }),
);
const sample = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.dictionary(
      fc.constantFrom('date_time', 'audio_input', 'video_output'),
      fc.oneof(metric, fc.dictionary(fc.constantFrom('latency', 'bitrate', 'avg_loss', 'new'), metric)),
    ),
  },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
);

/** Twice as many rows as there are different ones. */
const rowsOf = (row: fc.Arbitrary<Row>): fc.Arbitrary<readonly Row[]> =>
  fc
    .tuple(fc.array(row, { maxLength: 12 }), fc.infiniteStream(fc.nat()), fc.nat(24))
    .map(([kinds, choices, count]) =>
      kinds.length === 0
        ? []
        : Array.from({ length: count }, () => kinds[(choices.next().value ?? 0) % kinds.length] ?? '{}'),
    );

/** A meeting or webinar with rows of any sort, alike and odd, in any number that small pages make interesting. */
export const randomMeeting: fc.Arbitrary<SimulatedMeeting> = fc
  .record({
    kind: fc.constantFrom('meeting' as const, 'webinar' as const),
    uuid: fc.constantFrom('/ab//c+d==', 'q7//L+xTRpK/8cV0n+ZyWg==', 'mN5sAVFKwk6jDFhAoBOkDQ=='),
    ...byDataset((dataset) =>
      rowsOf(rowOf(hasSamples(dataset) ? { user_qos: fc.array(sample, { maxLength: 5 }) } : {})),
    ),
  })
  .map((meeting) => ({
    ...meeting,
    meetingId: '93201235621',
    topic: 'Größe 🎉',
    hostId: 'host',
    type: 2,
    timezone: 'UTC',
    startTime: '2026-11-20T08:30:00Z',
    endTime,
  }));
