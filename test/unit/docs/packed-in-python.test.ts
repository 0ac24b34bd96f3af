import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { generateMeeting } from '../../../local/simulator/meetings.ts';
import { rowFields, rowTexts } from '../../../local/simulator/rows/row.ts';
import { packedDictionary, packSamples } from '../../../shared/dynamo/samples/packed-samples.ts';

const document = readFileSync(new URL('../../../docs/data-model.md', import.meta.url), 'utf8');
const code = /```python\n(.*?)```/s.exec(document)?.[1] ?? '';
const main = `
import base64, sys
given = json.load(sys.stdin)
dictionary = base64.b64decode(given["dictionary"])
print(json.dumps([unpack(base64.b64decode(packed), dictionary) for packed in given["packed"]]))
`;

const odd = [
  { date_time: '2026-02-28T10:00:00Z', a: { x: '27.10 kbps', y: '0.4%', z: -5 }, b: 'c' },
  { date_time: '2026-02-28T10:07:30Z', a: { x: '28.00 kbps', y: '12%', z: 9 }, b: null },
  'no sample',
  { date_time: '', a: { x: '-', y: '0.03%', w: '😀' } },
  { date_time: '2026-02-28T10:09:00Z', a: { x: '-2.05 kbps' }, b: [] },
];

test.skipIf(spawnSync('python3', ['--version']).status !== 0)(
  'the lines of Python in docs/data-model.md read packed samples to the letter',
  () => {
    const meeting = generateMeeting({ seed: 3, participants: 6, minutes: 40 });
    const lists = [odd, ...rowTexts(meeting.qos).map((text) => rowFields(text).user_qos)];
    const samples = lists.map((list) => (Array.isArray(list) ? list : []));
    const packed = samples.map((list) => packSamples(list)[0]?.bytes.toString('base64'));
    const input = JSON.stringify({ dictionary: packedDictionary.toString('base64'), packed });
    const output = execFileSync('python3', ['-c', code + main], { input, encoding: 'utf8' });
    expect(JSON.parse(output)).toEqual(samples);
  },
);
