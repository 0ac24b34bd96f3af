import { describe, expect, test } from 'vitest';
import { parseItem } from '../../../shared/dynamo/item.ts';
import { decodeSamples } from '../../../shared/dynamo/samples/qos-samples.ts';
import { encodeSamples } from '../../../shared/dynamo/samples/sample-columns.ts';
import { itemBytes } from './item-bytes.ts';

const blank = { NULL: true };
const columnsOf = (columns: string) => parseItem(columns);
const decoded = (chunks: ReturnType<typeof encodeSamples>) =>
  chunks.flatMap(({ columns, ...chunk }) => decodeSamples({ ...chunk, columns: columnsOf(columns) }));

describe('the samples of a session in columns', () => {
  test('are a list for each metric, with blanks where a sample has none', () => {
    const samples = [
      { date_time: 'a', audio_input: { latency: '1 ms' } },
      { date_time: 'b', audio_input: { latency: '2 ms', jitter: '-' } },
      { date_time: 'c', as_input: { bitrate: '3 kbps' } },
    ];
    const [chunk, ...more] = encodeSamples(samples);
    expect(more).toEqual([]);
    expect(chunk).toEqual({ count: 3, columns: expect.any(String) });
    expect(columnsOf(chunk?.columns ?? '')).toEqual({
      date_time: { L: [{ S: 'a' }, { S: 'b' }, { S: 'c' }] },
      audio_input: {
        M: { latency: { L: [{ N: '1' }, { N: '2' }, blank] }, jitter: { L: [blank, { S: '-' }, blank] } },
      },
      as_input: { M: { bitrate: { L: [blank, blank, { N: '3' }] } } },
    });
    expect(decoded(encodeSamples(samples))).toEqual(samples);
  });

  test('are the same text whatever the order of their fields', () => {
    const [one, other] = [
      [{ a: { x: 1, y: 2 }, b: 'c' }, { b: 'd' }],
      [{ b: 'c', a: { y: 2, x: 1 } }, { b: 'd' }],
    ].map(encodeSamples);
    expect(one).toEqual(other);
  });

  test.each<[string, unknown]>([
    ['an empty group', { late: { y: 'a' }, b: {} }],
    ['a list', { late: { y: 'a' }, b: [1] }],
    ['null', { late: { y: 'a' }, b: null }],
    ['an object within a group', { late: { y: 'a' }, b: { c: {} } }],
    ['a value where others have a group', { late: { y: 'a' }, group: 'a' }],
    ['a group where others have a value', { late: { y: 'a' }, value: { a: 'b' } }],
    ['a metric without a name', { late: { y: 'a' }, b: { '': 1 } }],
    ['a group without a name', { late: { y: 'a' }, '': 1 }],
    ['a name that no attribute has', { late: { y: 'a' }, b: { ['c'.repeat(255)]: 1 } }],
    ['half a character', { late: { y: 'a' }, b: '\ud83d' }],
    ['no fields, being a text', 'late'],
    ['no fields, being nothing', null],
  ])('keep one with %s as its text, and no trace of it in the columns', (_what, odd) => {
    const even = { group: { x: '1 ms' }, value: 'b' };
    const samples = [even, odd, even, odd, even];
    const [chunk] = encodeSamples(samples);
    expect(columnsOf(chunk?.columns ?? '')).toEqual({
      group: { M: { x: { L: [{ S: '1 ms' }, blank, { S: '1 ms' }, blank, { S: '1 ms' }] } } },
      value: { L: [{ S: 'b' }, blank, { S: 'b' }, blank, { S: 'b' }] },
    });
    const text = JSON.stringify(odd);
    expect(chunk?.verbatim).toBe(`{"1":${text},"3":${text}}`);
    expect(decoded(encodeSamples(samples))).toEqual(samples);
  });

  test('are none where there are none', () => {
    expect(encodeSamples([])).toEqual([]);
  });

  test.each([
    ['values of one length', (minute: number) => ({ a: { b: `${minute % 10}`.repeat(2_000) } })],
    ['values that only some have', (minute: number) => ({ [`a${minute % 30}`]: { b: 'c'.repeat(2_000) } })],
    ['a metric that only the first has', (minute: number) => ({ a: 'b'.repeat(500), ...manyMetrics(minute === 0) })],
    ['many short values', () => Object.fromEntries(Array.from({ length: 120 }, (_, index) => [`m${index}`, 'ab']))],
    ['texts beyond ASCII', (minute: number) => ({ a: 'é'.repeat(500 + (minute % 2)) })],
    ['texts that no list holds', (minute: number) => ({ a: [minute, 'é'.repeat(900)] })],
  ])('fill their items well, and never beyond 400 KB, with %s', (_what, sampleAt) => {
    const samples = Array.from({ length: 1_000 }, (_, minute) => sampleAt(minute));
    const chunks = encodeSamples(samples);
    expect(chunks.length).toBeGreaterThan(1);
    const sizes = chunks.map(
      ({ columns, verbatim = '' }) => itemBytes(columnsOf(columns)) + Buffer.byteLength(verbatim),
    );
    for (const size of sizes) expect(size).toBeLessThan(330_000);
    for (const size of sizes.slice(0, -1)) expect(size).toBeGreaterThan(270_000);
    expect(decoded(chunks)).toEqual(samples);
  });

  test('stand alone in an item where one is larger than an item should be', () => {
    const large = { a: { b: 'c'.repeat(310_000) } };
    const chunks = encodeSamples([{ a: { d: 'e' } }, large, large, { f: 'g' }]);
    expect(chunks.map(({ count }) => count)).toEqual([1, 1, 1, 1]);
    expect(chunks.map(({ columns }) => Object.keys(columnsOf(columns)))).toEqual([['a'], ['a'], ['a'], ['f']]);
    expect(chunks[0]?.columns).toBe('{"a":{"M":{"d":{"L":[{"S":"e"}]}}}}');
  });
});

const manyMetrics = (present: boolean): object =>
  present ? Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`m${index}`, 'n'])) : {};
