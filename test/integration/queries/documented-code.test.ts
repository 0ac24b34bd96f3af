import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodeMeeting, type MeetingRecord } from '../../../shared/dynamo/meetings/meeting-item.ts';
import * as entry from '../../../shared/queries/index.ts';
import { meetingOf, startFilledStore } from './filled-store.ts';

/** Each piece of code in a page of the documentation. */
async function codeOf(page: string): Promise<readonly string[]> {
  const text = await readFile(new URL(`../../../docs/${page}`, import.meta.url), 'utf8');
  return [...text.matchAll(/```ts\n(.*?)```/gs)].map(([, code = '']) => code);
}
// The first is run out of the package: test/e2e/package.test.ts.
const [, second = ''] = await codeOf('queries.md');
const [onNews = ''] = await codeOf('events.md');

const account = 'one';
const meeting = meetingOf({ endTime: '2026-11-20T10:00:00Z' });
/** Of the next day: one more than the document asks for at a time. */
const records = Array.from({ length: 51 }, (_, minute): MeetingRecord => {
  const endTime = new Date(Date.parse('2026-11-21T10:00:00Z') + minute * 60_000).toISOString();
  const ended = { account, kind: 'meeting', uuid: `${minute}==`, meetingId: '1', endTime } as const;
  return { ...ended, endedAt: endTime, registeredAt: endTime, reason: 'event' };
});

let filled: Awaited<ReturnType<typeof startFilledStore>>;
beforeAll(async () => {
  filled = await startFilledStore();
  await filled.add(meeting);
  await filled.put(records.map((record) => encodeMeeting(record, undefined)));
});
afterAll(() => filled.close());

/** Runs code of the document as a program would, with the names that it imports, and `extra` ones. */
async function runDocumented(code: string, extra: Readonly<Record<string, unknown>>): Promise<unknown> {
  const table = "'the CapturesTable output of the stack'";
  const body = code.replace(/^import .*$/gm, '').replace(table, JSON.stringify(filled.store.table));
  const names = { ...entry, ...extra };
  const AsyncFunction: FunctionConstructor = Object.getPrototypeOf(async () => undefined).constructor;
  return AsyncFunction(...Object.keys(names), body)(...Object.values(names));
}

test('the example of docs/queries.md goes on after a page by its cursor, and finds the meeting that is left', async () => {
  const pages = await runDocumented(`${second}\nreturn Array.fromAsync(next);`, {
    queries: filled.queries,
    account,
    ended: entry.wholeDay('2026-11-21'),
  });
  expect(pages).toEqual([{ items: [records[0]] }]);
});

test('the example of docs/events.md posts the attendance of the meeting that has settled, and fails where nobody takes it', async () => {
  const posted: unknown[] = [];
  let ok = true;
  const handler = await runDocumented(`${onNews.replace('export async', 'return async')}`, {
    DynamoDBClient: function DynamoDBClient() {
      return filled.store.client;
    },
    process: { env: { CAPTURES_TABLE: filled.store.table, COURSE_CHANNEL: 'https://channel.test' } },
    fetch: async (url: string, { headers, body }: { readonly headers: object; readonly body: string }) => {
      posted.push([url, headers, body.split('\n').length]);
      return { ok, status: 503 };
    },
  });
  if (typeof handler !== 'function') throw new Error('The example has no handler.');
  const event = { detail: { id: '6d3e', uuid: meeting.uuid } };
  await handler(event);
  expect(posted).toEqual([['https://channel.test', { 'idempotency-key': '6d3e' }, 5]]);
  ok = false;
  await expect(handler(event)).rejects.toThrow('The channel answered 503.');
});
