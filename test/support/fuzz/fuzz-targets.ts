import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readRoster } from '../../../cli/course/roster-file.ts';
import { CliError } from '../../../cli/errors.ts';
import { receive } from '../../../functions/webhook/receive.ts';
import { generateMeeting } from '../../../local/simulator/meetings.ts';
import { rowTexts } from '../../../local/simulator/rows/row.ts';
import { scaledWaits } from '../../../shared/domain/capture/waits.ts';
import { datasets } from '../../../shared/domain/dataset.ts';
import { packedEncoding, packSamples } from '../../../shared/dynamo/samples/packed-samples.ts';
import { DamagedSamplesError, samplesOf } from '../../../shared/dynamo/samples/sample-items.ts';
import { decodeNews, MalformedNewsError } from '../../../shared/news/news-message.ts';
import { ForeignFolderError } from '../../../shared/operations/errors.ts';
import { openManifest } from '../../../shared/operations/export/manifest.ts';
import { CursorError, decodeCursor, encodeCursor } from '../../../shared/queries/paging.ts';
import { decodeMessage, MalformedMessageError } from '../../../shared/queue/message-codec.ts';
import { decodeRequest, MalformedRequestError } from '../../../shared/sweep/requests/request.ts';
import { readAnswer } from '../../../shared/zoom/answers/read-answer.ts';
import { ZoomError } from '../../../shared/zoom/errors.ts';
import { signature } from '../../../shared/zoom/webhook/signature.ts';

/** A reader of bytes from elsewhere. */
export type Target = {
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
const parsed = (bytes: Buffer): unknown => JSON.parse(bytes.toString());
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
const message = {
  v: 1,
  account: 'north',
  kind: 'meeting',
  uuid: '/abc+d//EFG==',
  meetingId: '98765432101',
  topic: 'Runde 🎉',
  endTime: '2026-11-27T09:50:00Z',
  reason: 'event',
  sequence: 0,
  notBefore: '2026-11-27T09:55:00Z',
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

/** @param dir a folder that files may be written to */
export const fuzzTargets = (dir: string): Readonly<Record<string, Target>> => ({
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
    read: (bytes) => samplesOf({ samplesEncoding: { S: packedEncoding }, samples: { B: bytes } }, []),
    isKnown: (error) => error instanceof DamagedSamplesError,
  },
  message: {
    good: [json(message)],
    read: (bytes) => decodeMessage(bytes.toString()),
    isKnown: (error) => error instanceof MalformedMessageError,
  },
  news: {
    good: [json({ v: 1, about: 'capture', uuid: event.payload.object.uuid, dataset: 'qos', datasets })],
    read: (bytes) => decodeNews(bytes.toString()),
    isKnown: (error) => error instanceof MalformedNewsError,
  },
  request: {
    good: [json({ capture: { meetings: [event.payload.object.uuid], datasets } }), json({ accounts: true })],
    read: (bytes) => decodeRequest(parsed(bytes)),
    isKnown: (error) => error instanceof MalformedRequestError || error instanceof SyntaxError,
  },
  cursor: {
    good: [() => Buffer.from(encodeCursor('rows', { pk: event.payload.object.uuid, sk: 'row#1' }))],
    read: (bytes) => decodeCursor('rows', bytes.toString()),
    isKnown: (error) => error instanceof CursorError,
  },
});
