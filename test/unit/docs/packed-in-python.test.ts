import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { generateMeeting } from '../../../local/simulator/meetings.ts';
import { rowFields, rowTexts } from '../../../local/simulator/rows/row.ts';
import { type PackedEncoding, packedDictionaries } from '../../../shared/dynamo/samples/packed-dictionaries.ts';
import { packedEncoding, packSamples } from '../../../shared/dynamo/samples/packed-samples.ts';
import { oddSamples, oddSamplesPackedFirst } from '../../support/samples/first-packed.ts';

const document = readFileSync(new URL('../../../docs/data-model.md', import.meta.url), 'utf8');
const code = /```python\n(.*?)```/s.exec(document)?.[1] ?? '';
const main = `
import base64, sys
print(json.dumps([unpack(base64.b64decode(packed), base64.b64decode(dictionary)) for packed, dictionary in json.load(sys.stdin)]))
`;

const muted = { latency: '', jitter: '', bitrate: '' };
const resting = Array.from({ length: 20 }, (_, minute) => ({
  date_time: `2026-02-28T10:${String(minute + 10)}:00Z`,
  ...(minute % 3 > 0 && { as_input: { latency: `${minute} ms`, jitter: `${minute % 4} ms` } }),
  audio_input: minute % 2 === 0 ? muted : { latency: `${minute * 7} ms`, jitter: '1 ms', bitrate: `${minute}.25 kbps` },
}));

test.skipIf(spawnSync('python3', ['--version']).status !== 0)(
  'the lines of Python in docs/data-model.md read packed samples of both encodings to the letter',
  () => {
    const meeting = generateMeeting({ seed: 3, participants: 6, minutes: 40 });
    const lists = [oddSamples, resting, ...rowTexts(meeting.qos).map((text) => rowFields(text).user_qos)];
    const samples = lists.map((list) => (Array.isArray(list) ? list : []));
    const given = (packed: Buffer | undefined, encoding: PackedEncoding) =>
      [packed, packedDictionaries[encoding]].map((bytes) => bytes?.toString('base64'));
    const all = [
      ...samples.map((list) => given(packSamples(list)[0]?.bytes, packedEncoding)),
      given(oddSamplesPackedFirst, 'columns+zlib/1'),
    ];
    const output = execFileSync('python3', ['-c', code + main], { input: JSON.stringify(all), encoding: 'utf8' });
    expect(JSON.parse(output)).toEqual([...samples, oddSamples]);
  },
);
