import { hash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { packedDictionaries } from '../../../shared/dynamo/samples/packed-dictionaries.ts';
import { packedEncoding, packSamples } from '../../../shared/dynamo/samples/packed-samples.ts';
import { unpackSamples } from '../../../shared/dynamo/samples/unpack-samples.ts';
import { oddSamples, oddSamplesPackedFirst } from '../../support/samples/first-packed.ts';

const unpack = (bytes: Uint8Array) => unpackSamples(bytes, packedEncoding);
const through = (samples: readonly unknown[]) => packSamples(samples).flatMap(({ bytes }) => unpack(bytes));

describe('packed samples', () => {
  test.each<[string, readonly unknown[]]>([
    ['of two decimals', ['27.10 kbps', '30.00 kbps', '28.45 kbps']],
    ['without zeros at the end', ['0.03%', '0.4%', '0%', '12%']],
    ['of both kinds', ['0.30%', '0.4%', '0%', '0.25%', '0.10%']],
    ['below zero', ['-3 ms', '4 ms', '-0 ms', '-0.5 ms', '-1.25 ms']],
    ['that are numbers', [-69, -75, 12, 1.5, 2 ** 40, -0]],
    ['that are numbers and texts of them', [5, '5', '5 ', true, null, '']],
    ['that are large', ['999999999 ms', '-999999999 ms', '1000000000 ms', '1 ms']],
    ['of other units', ['5 ms', '5 s', '5', '5 ms', '6 ms', '6 s']],
    ['of pictures', ['1280*720', '640*360', '0*0', '1920*1080', '641*360']],
    ['of odd spellings', ['05 ms', '5. ms', '.5 ms', '5e3 ms', '+5 ms', '5 ms', '7 ms', '5\n']],
    ['that are dates', ['2026-02-30T10:00:00Z', '2026-02-28T10:00:00Z', '2026-02-28T10:01:00Z', '']],
    ['beyond the characters that UTF-8 has', ['\ud83d', 'é', '😀', '\n', '"']],
  ])('give back values %s', (_what, values) => {
    const samples = values.map((value) => ({ group: { metric: value }, single: value }));
    expect(through(samples)).toEqual(JSON.parse(JSON.stringify(samples)));
    const [last] = values.slice(-1);
    const gaps = [{ group: { other: 'a' } }, ...samples, { single: last }];
    expect(through(gaps)).toEqual(JSON.parse(JSON.stringify(gaps)));
  });

  test.each([
    ['a minute apart', [0, 60, 120, 180]],
    ['with minutes missing', [0, 60, 300, 360]],
    ['at unequal intervals', [0, 61, 119, 5, 100_000_000]],
    ['of which some go back by years', [0, 3_000_000_000, 60]],
    ['all at once', [0, 0, 0]],
  ])('give back times %s, however Zoom ends them', (_what, seconds) => {
    for (const zone of ['Z', '.0000000+00:00', '.000Z']) {
      const written = (second: number) => new Date((1_760_000_000 + second) * 1_000).toISOString().slice(0, 19) + zone;
      const samples = seconds.map((second) => ({ date_time: written(second) }));
      expect(through(samples)).toEqual(samples);
    }
  });

  test('are one text for equal samples whatever the order of their fields, and another for others', () => {
    const contentOf = (...samples: unknown[]) => packSamples(samples)[0]?.content.toString('latin1');
    const one = contentOf({ a: { x: '1 ms', y: '2 ms' }, b: 'c' }, { b: 'd' });
    expect(contentOf({ b: 'c', a: { y: '2 ms', x: '1 ms' } }, { b: 'd' })).toBe(one);
    expect(contentOf({ b: 'd', a: { y: '2 ms', x: '1 ms' } }, { b: 'c' })).not.toBe(one);
    expect(contentOf({ a: { x: '1 ms', y: '2 ms' }, b: 'c' })).not.toBe(one);
  });

  test.each<[string, readonly unknown[]]>([
    [
      'blank at times',
      [
        { x: '1 ms', y: '2 ms' },
        { x: '', y: '' },
        { x: '4 ms', y: '9 ms' },
      ],
    ],
    ['not there at times', [{ x: '1 ms', y: '2 ms' }, undefined, { x: '3 ms', y: '7 ms' }]],
    [
      'blank, but for one of its values',
      [
        { x: '1 ms', y: '2 ms', z: 'a' },
        { x: '', y: '', z: 'b' },
        { x: '', y: '', z: 'c' },
      ],
    ],
    ['blank in some of its values', [{ x: '1 ms', y: '' }, { x: '', y: '2 ms' }, { x: '', y: '' }, { y: '' }]],
    [
      'blank to the last',
      [
        { x: '1 ms', y: '2 ms' },
        { x: '', y: '' },
        { x: '', y: '' },
      ],
    ],
    ['of one value alone', [{ x: '1 ms' }, { x: '' }, { x: '2 ms' }]],
    [
      'of values with names that are numbers',
      [
        { 10: '1 ms', 9: '77 ms', b: 1 },
        { 10: '', 9: '', b: 2 },
        { 9: '5 ms', 10: '2 ms' },
      ],
    ],
    ['of values with names of objects', [{ ['__proto__']: '1 ms', constructor: '2 ms' }, { constructor: '' }]],
    [
      'without a name',
      [
        { '': '1 ms', y: '2 ms' },
        { '': '', y: '' },
      ],
    ],
  ])('give back a group that is %s, for long and for short', (_what, groups) => {
    for (const times of [1, 30]) {
      const samples = Array.from({ length: times }, (_, round) =>
        groups.map((group, index) => ({ at: round * 10 + index, ...(group !== undefined && { group }) })),
      ).flat();
      expect(through(samples)).toEqual(samples);
      expect(through([{ group: 5 }, ...samples])).toEqual([{ group: 5 }, ...samples]);
    }
  });

  test('give back groups with names of objects', () => {
    const group = { x: '1 ms', y: '2 ms' };
    const samples: unknown[] = [
      { ['__proto__']: group, constructor: group, toString: 'a' },
      { ['__proto__']: { x: '', y: '' } },
    ];
    expect(through(samples)).toEqual(samples);
  });

  test('take one bit of a minute in which their stream rests', () => {
    const minute = (index: number) => ({ latency: `${(index * 31) % 90} ms`, jitter: `${(index * 17) % 30} ms` });
    const silent = { latency: '', jitter: '' };
    const sizeOf = (length: number, every: number) =>
      packSamples(Array.from({ length }, (_, index) => ({ a: index % every === 0 ? minute(index) : silent })))[0]
        ?.content.length ?? 0;
    const [running, resting] = [sizeOf(400, 1), sizeOf(1_600, 4)];
    // Each of them has the same 400 minutes that run.
    expect(resting - running).toBeGreaterThan(0);
    expect(resting - running).toBeLessThan(1_600 / 8 + 60);
  });

  test('that were packed by the first encoding are read for ever', () => {
    expect(unpackSamples(oddSamplesPackedFirst, 'columns+zlib/1')).toEqual(oddSamples);
  });

  test.each([
    ['columns+zlib/1', '6733d71ae1ac30d4'],
    ['columns+zlib/2', '9f5dd697dff3b75e'],
  ] as const)('of the encoding %s have a dictionary that never changes', (encoding, digest) => {
    expect(hash('sha256', packedDictionaries[encoding]).slice(0, 16)).toBe(digest);
  });

  test('are cut into parts where one would outgrow an item or what a reader takes', () => {
    const noise = (index: number) =>
      Array.from({ length: 300 }, (_, at) =>
        String.fromCharCode(0x4e00 + ((index * 7_919 + at * at * 31) % 20_000)),
      ).join('');
    const samples = Array.from({ length: 1_200 }, (_, index) => ({ a: { text: noise(index) } }));
    const parts = packSamples(samples);
    expect(parts.length).toBeGreaterThan(1);
    for (const { bytes } of parts) expect(bytes.length).toBeLessThan(300_000);
    expect(parts.flatMap(({ bytes }) => unpack(bytes))).toEqual(samples);
    const even = Array.from({ length: 4_000 }, () => ({ a: 'b'.repeat(2_000), c: [1] }));
    const smooth = packSamples(even);
    expect(smooth.length).toBeGreaterThan(1);
    expect(smooth.flatMap(({ bytes }) => unpack(bytes))).toEqual(even);
  });

  test('of a whole day stay in one part', () => {
    const samples = Array.from({ length: 1_440 }, (_, minute) => ({
      date_time: new Date(minute * 60_000).toISOString(),
      audio_input: { bitrate: `${((minute * 7_919) % 6_000) / 100} kbps`, latency: `${(minute * 31) % 170} ms` },
    }));
    const [part, ...more] = packSamples(samples);
    expect(more).toEqual([]);
    expect(part?.bytes.length).toBeLessThan(10_000);
    expect(part && unpack(part.bytes)).toEqual(samples);
  });

  test('are none where there are none', () => {
    expect(through([])).toEqual([]);
  });

  test.each<[string, Uint8Array | string]>([
    ['no zlib at all', new Uint8Array([1, 2, 3])],
    ['a header that is no JSON', 'columns\n'],
    ['a header of something else', '[]\n'],
    ['more samples than a session has', '{"columns":{},"count":1e9}\n'],
    [
      'more values than a session has',
      `{"columns":{"a":{${Array.from({ length: 50 }, (_, at) => `"${at}":[0,[1]]`)}}},"count":100000}\n`,
    ],
    ['a column without a header', '{"columns":{"a":[1]},"count":1}\n'],
    ['rests that are none', '{"columns":{"a":{"b":[1,[]]}},"count":1,"rests":[]}\n'],
    ['an end before its rests', '{"columns":{"a":{"b":[0,[1]]}},"count":9,"rests":{"a":{"b":""}}}\nx'],
    ['a column wider than any', '{"columns":{"a":[64,[]]},"count":1}\n'],
    ['an end before its last value', '{"columns":{"a":[8,[]]},"count":9}\nxy'],
    ['a time beyond all years', '{"columns":{"a":[0,[],"Z","time",9007199254740991]},"count":1}\n'],
    ['more bytes than a reader takes', ' '.repeat(20_000_000)],
  ])('that hold %s are an error', (_what, content) => {
    const bytes =
      typeof content === 'string'
        ? deflateSync(Buffer.from(content), { dictionary: packedDictionaries[packedEncoding] })
        : content;
    expect(() => unpack(bytes)).toThrow();
  });

  test('are an error where one bit of theirs is another', () => {
    const [part] = packSamples([{ a: { b: '1 ms' } }, { a: { b: '9 ms' } }]);
    const damaged = Buffer.from(part?.bytes ?? []);
    damaged.writeUInt8(damaged.readUInt8(damaged.length - 1) ^ 1, damaged.length - 1);
    expect(() => unpack(damaged)).toThrow();
  });
});
