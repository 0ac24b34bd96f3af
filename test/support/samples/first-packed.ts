import { deflateSync } from 'node:zlib';
import { packedDictionaries } from '../../../shared/dynamo/samples/packed-dictionaries.ts';

/** Samples with all that a column can be. */
export const oddSamples = [
  { date_time: '2026-02-28T10:00:00Z', a: { x: '27.10 kbps', y: '0.4%', z: -5 }, b: 'c' },
  { date_time: '2026-02-28T10:07:30Z', a: { x: '28.00 kbps', y: '12%', z: 9 }, b: null },
  'no sample',
  { date_time: '', a: { x: '-', y: '0.03%', w: '😀' } },
  { date_time: '2026-02-28T10:09:00Z', a: { x: '-2.05 kbps' }, b: [] },
];

const columns = {
  a: {
    w: [1, [[], '😀']],
    x: [7, [[], '-'], ' kbps', 2, 2710],
    y: [11, [[]], '%', -2, 3],
    z: [4, [[]], null, 0, -5],
  },
  b: [2, ['c', null, []]],
  date_time: [2, [[], ''], 'Z', 'time', 1_772_272_800, 450],
};
const header = { columns, count: 5, verbatim: { 2: oddSamples[2], 4: oddSamples[4] } };

/** {@link oddSamples} as a version wrote them that packed by the first encoding. */
export const oddSamplesPackedFirst = deflateSync(
  Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), Buffer.from('48c0050400267025000200807800205509', 'hex')]),
  { dictionary: packedDictionaries['columns+zlib/1'] },
);
