import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { QosSampleForm } from '../../../shared/domain/quality/qos-samples.ts';
import { canonicalText } from '../../../shared/domain/row/content-hash.ts';
import { parseExact } from '../../../shared/domain/row/exact-json.ts';
import type { Row } from '../../../shared/domain/row/row.ts';
import { parseItem } from '../../../shared/dynamo/item.ts';
import { encodeRow } from '../../../shared/dynamo/rows/exact-row.ts';
import { decodeSummary } from '../../../shared/dynamo/rows/quality-item.ts';
import { rowFromItems, rowItems } from '../../../shared/dynamo/rows/row-items.ts';
import { itemBytes } from './item-bytes.ts';

const stamp = { run: 1, page: 1 };

/** Through the items and back, as JSON text would show it. */
function throughItems(row: Row, qosSamples: QosSampleForm = 'packed'): string {
  const [head, ...samples] = rowItems(
    { uuid: 'uuid', dataset: 'qos', key: 'key', row },
    { ...stamp, qosSamples },
  ).items.map(parseItem);
  if (!head) throw new Error('no item');
  return canonicalText(rowFromItems('qos', head, samples));
}

const anyText = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom('', '\ud83d', '😀', '__proto__'));
// Node 24's JSON.parse takes a name that begins with an escape for one that ends in a backslash and that it met in its
// place before, so such names are left out: Zoom has none.
const anyName = fc
  .oneof(anyText, fc.constantFrom('pk', 'sk', 'run', 'page', 'verbatim', 'user_qos', 'expiresAt'))
  .filter((name) => !name.endsWith('\\'));
const anyJson = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    anyText,
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.maxSafeInteger(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(anyName, tie('value'), { maxKeys: 4 }),
  ),
})).value;

const metric = fc.oneof(
  fc.constantFrom(
    '',
    '-',
    '0 ms',
    '126 ms',
    '27.15 kbps',
    '27.10 kbps',
    '0.4%',
    '-3 ms',
    '00 ms',
    '1e3 ms',
    '12 fps',
    '1280*720',
    '0*0',
  ),
  fc.tuple(fc.double({ noNaN: true }), fc.constantFrom(' ms', ' kbps', '%', ' fps')).map(([n, unit]) => `${n}${unit}`),
  anyJson,
);
const medium = fc.dictionary(
  fc.constantFrom(
    'bitrate',
    'latency',
    'jitter',
    'avg_loss',
    'max_loss',
    'resolution',
    'frame_rate',
    'max_rssi',
    'new',
  ),
  metric,
);
const sample = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.dictionary(
      fc.constantFrom('date_time', 'audio_input', 'as_output', 'wifi_rssi', 'bitrate'),
      fc.oneof(medium, metric),
    ),
  },
  { weight: 1, arbitrary: anyJson },
);

describe('a row through its items', () => {
  test('comes back with every field and value, whatever they are', () => {
    fc.assert(
      fc.property(fc.dictionary(anyName, anyJson), (row) => {
        expect(throughItems(row)).toBe(canonicalText(row));
      }),
      { numRuns: 500 },
    );
  });

  test('comes back with every QoS sample, value for value, packed or in readable lists, and both give the same bytes', () => {
    fc.assert(
      fc.property(fc.array(sample, { maxLength: 12 }), (samples) => {
        const row = { user_id: '1', user_qos: samples };
        expect(throughItems(row)).toBe(canonicalText(row));
        expect(throughItems(row, 'readable')).toBe(canonicalText(row));
      }),
      { numRuns: 500 },
    );
  });

  test("keeps a QoS number of a readable list as a number in the metric's unit, and what is no such number as its text", () => {
    const latency = ['126 ms', '126.50 ms', '-', ''];
    const { items } = rowItems(
      {
        uuid: 'u',
        dataset: 'qos',
        key: 'k',
        row: { user_qos: latency.map((value) => ({ audio_input: { latency: value } })) },
      },
      { ...stamp, qosSamples: 'readable' },
    );
    expect(parseItem(items[1] ?? '{}').samples?.M?.audio_input?.M?.latency?.L).toEqual([
      { N: '126' },
      { S: '126.50 ms' },
      { S: '-' },
      { S: '' },
    ]);
  });

  test('splits the readable samples of a long session into items well under 400 KB, and packs them into one', () => {
    const group = {
      bitrate: '27.15 kbps',
      latency: '126 ms',
      jitter: '0 ms',
      avg_loss: '0.03%',
      max_loss: '0.4%',
      resolution: '1280*720',
      frame_rate: '12 fps',
    };
    const names = Array.from({ length: 18 }, (_, n) => `group_${n}`);
    const samples = Array.from({ length: 600 }, (_, minute) => ({
      date_time: new Date(minute * 60_000).toISOString(),
      ...Object.fromEntries(names.map((name) => [name, { ...group, latency: `${minute} ms` }])),
    }));
    const { items } = rowItems(
      { uuid: 'u', dataset: 'qos', key: 'k', row: { user_qos: samples } },
      { ...stamp, qosSamples: 'readable' },
    );
    expect(items.length).toBeGreaterThan(2);
    for (const item of items) expect(item.length).toBeLessThan(1_500_000);
    expect(throughItems({ user_qos: samples }, 'readable')).toBe(canonicalText({ user_qos: samples }));
    expect(rowItems({ uuid: 'u', dataset: 'qos', key: 'k', row: { user_qos: samples } }, stamp).items).toHaveLength(1);
    expect(throughItems({ user_qos: samples })).toBe(canonicalText({ user_qos: samples }));
  });

  test.each([960, 1_440, 2_880])('counts what a session of %i minutes lacks: items stay under 400 KB', (minutes) => {
    const stream = { bitrate: '27.15 kbps', latency: '126 ms', jitter: '3 ms', avg_loss: '0.4%', max_loss: '1.2%' };
    const names = Array.from({ length: 16 }, (_, n) => `group_${n}`);
    // Sixteen streams that ran in the first minute alone.
    const samples = Array.from({ length: minutes }, (_, minute) => ({
      date_time: new Date(minute * 60_000).toISOString(),
      audio_input: stream,
      audio_output: stream,
      ...(minute === 0 && Object.fromEntries(names.map((name) => [name, stream]))),
    }));
    for (const qosSamples of ['packed', 'readable'] as const) {
      const { items } = rowItems(
        { uuid: 'u', dataset: 'qos', key: 'k', row: { user_qos: samples } },
        { ...stamp, qosSamples },
      );
      for (const item of items) expect(itemBytes(parseItem(item))).toBeLessThan(400_000);
      expect(throughItems({ user_qos: samples }, qosSamples)).toBe(canonicalText({ user_qos: samples }));
    }
  });

  test('comes back the same from an item that bears its quality too, and counts as the same content', () => {
    const ranked = { ...stamp, account: 'account', endTime: '2026-11-20T10:00:00Z' };
    const row = {
      user_id: '1',
      summary: 'theirs',
      qualityDay: 7,
      qualityRank: null,
      account: 'theirs',
      user_qos: [{ audio_input: { latency: '151 ms', jitter: '-' } }, 'odd', { audio_input: { latency: '126.50 ms' } }],
    };
    const { items, text } = rowItems({ uuid: 'uuid', dataset: 'qos', key: 'key', row }, ranked);
    const [head, ...samples] = items.map(parseItem);
    expect(head?.qualityRank).toEqual({ S: '0.5000#000001' });
    expect(decodeSummary(head ?? {}).audio_input?.latency).toEqual({ avg: 139, p95: 151, max: 151 });
    expect(canonicalText(rowFromItems('qos', head ?? {}, samples))).toBe(canonicalText(row));
    expect(text).toBe(rowItems({ uuid: 'uuid', dataset: 'qos', key: 'key', row }, { run: 2, page: 7 }).text);
  });

  test('has the samples that do not fit into its own item in items of their own, each under 400 KB', () => {
    const noise = (index: number) =>
      String.fromCharCode(
        ...Array.from({ length: 300 }, (_, at) => 0x4e00 + ((index * 7_919 + at * at * 31) % 20_000)),
      );
    const row = { user_qos: Array.from({ length: 900 }, (_, index) => ({ a: { text: noise(index) } })) };
    const { items } = rowItems({ uuid: 'u', dataset: 'qos', key: 'k', row }, stamp);
    expect(items.length).toBeGreaterThan(2);
    for (const item of items) expect(itemBytes(parseItem(item))).toBeLessThan(400_000);
    expect(throughItems(row)).toBe(canonicalText(row));
  });

  test('bears no samples where the stage keeps none, but how many there were and its bad minutes', () => {
    const minute = (at: string, latency: string) => ({ date_time: `2026-11-20T${at}:00Z`, audio_input: { latency } });
    const user_qos = [minute('14:09', '20 ms'), minute('14:10', '412 ms'), minute('14:11', '151 ms')];
    const [head, ...others] = rowItems(
      { uuid: 'u', dataset: 'qos', key: 'k', row: { user_qos } },
      { ...stamp, qosSamples: 'summary' },
    ).items.map(parseItem);
    expect(others).toEqual([]);
    expect(head).toMatchObject({ samplesEncoding: { S: 'none' }, sampleCount: { N: '3' } });
    expect(head?.samples).toBeUndefined();
    expect(head?.badMinutes).toEqual({ M: { 'audio_input latency > 150 ms': { S: '14:10 412, 11 151' } } });
    expect(head && rowFromItems('qos', head, [])).toEqual({});
  });

  test('whose samples are damaged, or packed by a version to come, is an error that names the item', () => {
    const [text = '{}'] = rowItems(
      { uuid: 'uuid/1==', dataset: 'qos', key: 'key', row: { user_qos: [{ a: { b: '1 ms' } }] } },
      stamp,
    ).items;
    const head = parseItem(text);
    const damaged = { ...head, samples: { B: head.samples?.B?.slice(0, 9) ?? new Uint8Array() } };
    expect(() => rowFromItems('qos', damaged, [])).toThrow('The samples of item qos#key of meeting uuid/1==');
    expect(() => rowFromItems('qos', { ...head, samplesEncoding: { S: 'columns+zlib/3' } }, [])).toThrow(
      'reads the encoding "columns+zlib/3"',
    );
  });

  test('of another dataset bears no quality, even with samples', () => {
    const ranked = { ...stamp, account: 'account', endTime: '2026-11-20T10:00:00Z' };
    const row = { user_qos: [{ audio_input: { latency: '900 ms' } }] };
    const [item = '{}'] = rowItems({ uuid: 'uuid', dataset: 'participants', key: 'key', row }, ranked).items;
    expect(parseItem(item).summary).toBeUndefined();
  });

  test('keeps numbers that a double cannot hold, digit for digit', () => {
    const text = '{"id":12345678901234567890,"small":1e-200,"sum":0.1000000000000000055511151231257827,"plain":3.98}';
    const row = parseExact(text);
    if (typeof row !== 'object' || row === null) throw new Error('no row');
    expect(throughItems({ ...row })).toBe(canonicalText(row));
    expect(throughItems({ ...row })).toContain('12345678901234567890');
  });

  test('keeps a field that bears one of our names apart from our own', () => {
    const item = encodeRow({ pk: 'theirs', run: 7, email: '' });
    expect(item.pk).toBeUndefined();
    expect(item.email).toEqual({ S: '' });
    expect(item.verbatim).toEqual({ S: '{"pk":"theirs","run":7}' });
  });
});
