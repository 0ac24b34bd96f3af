import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodeMeeting, type MeetingRecord } from '../../../shared/dynamo/meetings/meeting-item.ts';
import * as entry from '../../../shared/queries/index.ts';
import { meetingOf, startFilledStore } from './filled-store.ts';

const document = await readFile(new URL('../../../docs/queries.md', import.meta.url), 'utf8');
// The first is run out of the package: test/e2e/package.test.ts.
const [, second = ''] = [...document.matchAll(/```ts\n(.*?)```/gs)].map(([, code = '']) => code);

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
