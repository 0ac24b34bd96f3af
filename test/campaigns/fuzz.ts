import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { readRoster } from '../../cli/course/roster-file.ts';
import { CliError } from '../../cli/errors.ts';
import { receive } from '../../functions/webhook/receive.ts';
import { generateMeeting } from '../../local/simulator/meetings.ts';
import { rowTexts } from '../../local/simulator/rows/row.ts';
import { scaledWaits } from '../../shared/domain/capture/waits.ts';
import { datasets } from '../../shared/domain/dataset.ts';
import { packedEncoding, packSamples } from '../../shared/dynamo/samples/packed-samples.ts';
import { unpackSamples } from '../../shared/dynamo/samples/unpack-samples.ts';
import { ForeignFolderError } from '../../shared/operations/errors.ts';
import { openManifest } from '../../shared/operations/export/manifest.ts';
import { readAnswer } from '../../shared/zoom/answers/read-answer.ts';
import { ZoomError } from '../../shared/zoom/errors.ts';
import { signature } from '../../shared/zoom/webhook/signature.ts';

// `node test/campaigns/fuzz.ts <target> [minutes] [seed]`: bytes that were good are spoiled in many ways and read. Whatever
// comes is an answer, or an error that the reader is known to throw, within two seconds, and no memory is kept. A case that
// is neither is printed with its seed, which is enough to see it again: `node test/campaigns/fuzz.ts webhook 0 12345`.

type Target = {
  readonly good: readonly (() => Buffer)[];
  readonly read: (bytes: Buffer) => unknown;
  /** Whether the reader may throw it. */
  readonly isKnown: (error: unknown) => boolean;
};

const token = 'secret-token';
const now = new Date('2026-11-27T10:00:00Z');
const account = { name: 'main', plan: 'pro', datasets, accountId: 'north', webhookSecretTokens: [token] } as const;
const nobody = { info() {}, warn() {}, error() {} };

async function readEvent(bytes: Buffer): Promise<void> {
  const timestamp = String(now.getTime() / 1_000);
  const headers = { 'x-zm-signature': signature(token, timestamp, bytes), 'x-zm-request-timestamp': timestamp };
  const known = { accounts: [account], faults: [] };
  await receive(
    { headers, body: bytes.toString('base64'), isBase64Encoded: true },
    {
      accounts: { readable: async () => known, refresh: async () => {} },
      window: { maxAgeSeconds: 60, maxAheadSeconds: 60 },
      waits: scaledWaits(1).firstPoll,
      send: async () => {},
      now: () => now,
      log: nobody,
      record: () => {},
      tellRefusal: () => {},
    },
  );
}

const json = (value: unknown) => () => Buffer.from(JSON.stringify(value));
const meeting = generateMeeting({ seed: 1, participants: 3, minutes: 4, endTime: now });
const rows = (of: 'report' | 'qos') => rowTexts(meeting[of]).map((text) => JSON.parse(text));
const event = {
  event: 'meeting.ended',
  event_ts: now.getTime(),
  payload: {
    account_id: 'north',
    object: {
      id: '98765432101',
      uuid: '/abc+d//EFG==',
      topic: 'Runde 🎉',
      start_time: '2026-11-27T09:00:00Z',
      end_time: '2026-11-27T09:50:00Z',
    },
  },
};
const file = {
  name: 'a',
  day: '2026-11-20',
  dataset: 'report',
  format: 'csv',
  meetings: 1,
  rows: 1,
  bytes: 1,
  unfinished: 0,
  whole: true,
  exportedAt: now.toISOString(),
};

const dir = await mkdtemp(join(tmpdir(), 'fuzz-'));
const targets: Readonly<Record<string, Target>> = {
  webhook: {
    good: [json(event), json({ event: 'endpoint.url_validation', payload: { plainToken: 'qgg8vlvZRS6UYooatFL8Aw' } })],
    read: readEvent,
    isKnown: () => false,
  },
  page: {
    good: [
      json({ page_count: 1, page_size: 30, total_records: 3, next_page_token: 'abc', participants: rows('report') }),
      json({ participants: rows('qos'), total_records: 3, next_page_token: '' }),
      json({ code: 3001, message: 'Meeting does not exist: 123.' }),
    ],
    read: (bytes) =>
      readAnswer(
        { status: bytes.length % 3 === 0 ? 404 : 200, headers: new Headers(), body: bytes.toString() },
        { rowsName: 'participants', hadPageToken: bytes.length % 2 === 0 },
        { now: () => now.getTime(), random: () => 0.5 },
      ),
    isKnown: (error) => error instanceof ZoomError,
  },
  roster: {
    good: [
      () =>
        Buffer.from(
          'Student,ID,SIS Login ID,Email\n"Brandt, Ada",1,ada,ada@example.com\n Points Possible,,,\nBo;2,,\n',
        ),
    ],
    read: (bytes) => readRoster(bytes.toString(), 'roster.csv'),
    isKnown: (error) => error instanceof CliError,
  },
  manifest: {
    good: [json({ version: 2, table: 'Captures', accounts: ['a'], files: [file, { ...file, day: '2026-11-21' }] })],
    async read(bytes) {
      await writeFile(join(dir, 'manifest.json'), bytes);
      await openManifest(dir, 'Captures', ['a']);
    },
    isKnown: (error) => error instanceof ForeignFolderError,
  },
  samples: {
    good: rows('qos').flatMap(({ user_qos: samples }) =>
      packSamples(samples).map(
        ({ bytes }) =>
          () =>
            Buffer.from(bytes),
      ),
    ),
    read: (bytes) => unpackSamples(bytes, packedEncoding),
    // It says of bytes that are none of its own that they are not, whatever notices first.
    isKnown: (error) =>
      error instanceof Error && !(error instanceof RangeError && /call stack|Array buffer/.test(error.message)),
  },
};

/** The same numbers for the same seed. */
function randomOf(seed: number) {
  let state = seed >>> 0;
  return (below: number): number => {
    state = (state + 0x6d_2b_79_f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const odd = [
  'null',
  '-0',
  '1e999',
  '9007199254740993',
  '"\\ud800"',
  '[]',
  '{}',
  '"__proto__":1,',
  '\u0000',
  '\u202e',
  ',',
  '"',
  '\n',
  ';',
];

function spoiled(bytes: Buffer, pick: (below: number) => number): Buffer {
  let result = Buffer.from(bytes);
  for (let times = 1 + pick(6); times > 0; times--) {
    const [at, length] = [pick(result.length + 1), pick(40)];
    const [before, rest] = [result.subarray(0, at), result.subarray(at)];
    const changes = [
      () => Buffer.concat([before, rest.subarray(length)]),
      () => Buffer.concat([before, Buffer.from(odd[pick(odd.length)] ?? ''), rest]),
      () => Buffer.concat([before, rest.subarray(0, length), rest]),
      () => Buffer.concat([before, Buffer.from([pick(256)]), rest.subarray(1)]),
      () => Buffer.concat([before, Buffer.alloc(pick(5_000), rest[0] ?? 91), rest]),
      () => before,
    ];
    result = (changes[pick(changes.length)] ?? (() => result))();
  }
  return result;
}

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');
const heapMb = () => {
  collect();
  return Math.round(process.memoryUsage().heapUsed / 1e6);
};

const longestMs = 2_000;

async function tryCase(target: Target, seed: number): Promise<string | undefined> {
  const pick = randomOf(seed);
  const good = target.good[pick(target.good.length)]?.() ?? Buffer.alloc(0);
  const bytes = spoiled(good, pick);
  const startedAt = performance.now();
  try {
    await target.read(bytes);
  } catch (error) {
    if (!target.isKnown(error))
      return `${error instanceof Error ? error.stack : error}\n${bytes.toString('base64').slice(0, 2_000)}`;
  }
  const took = performance.now() - startedAt;
  return took > longestMs ? `took ${Math.round(took)} ms` : undefined;
}

const [name = '', minutes = '10', only] = process.argv.slice(2);
const target = targets[name];
if (!target) {
  console.error(`Which one? ${Object.keys(targets).join(', ')}`);
  process.exit(2);
}
const first = only === undefined ? Date.now() % 1e9 : Number(only);
const endsAt = Date.now() + Number(minutes) * 60_000;
const faults: object[] = [];
let cases = 0;
let settledMb = 0;
do {
  const seed = first + cases;
  const fault = await tryCase(target, seed);
  if (fault !== undefined) faults.push({ seed, fault });
  cases += 1;
  // By then everything is loaded and compiled.
  if (cases === 20_000) settledMb = heapMb();
} while (Date.now() < endsAt && faults.length < 5);
await rm(dir, { recursive: true });
const grownMb = settledMb === 0 ? 0 : heapMb() - settledMb;
console.log(JSON.stringify({ target: name, firstSeed: first, cases, grownMb, faults }, null, 2));
process.exit(faults.length === 0 && grownMb < 20 ? 0 : 1);
