import { afterAll, beforeAll, expect, test } from 'vitest';
import { rowFields } from '../../../local/simulator/rows/row.ts';
import { newCapture } from '../../../shared/domain/capture/capture.ts';
import { datasets } from '../../../shared/domain/dataset.ts';
import { omit } from '../../../shared/domain/omit.ts';
import { encodeCapture } from '../../../shared/dynamo/captures/capture-item.ts';
import { createMeetingReader } from '../../../shared/dynamo/meetings/meeting-reader.ts';
import { readRows } from '../../../shared/dynamo/rows/row-reader.ts';
import { itemsOf, type QueryPage, wholeDay } from '../../../shared/queries/index.ts';
import { meetingOf, startFilledStore } from './filled-store.ts';

const expiresAt = Date.parse('2026-12-20T10:00:00Z') / 1000;
let now = 0;
let filled: Awaited<ReturnType<typeof startFilledStore>>;
const recipe = { endTime: '2026-11-20T10:00:00Z', meetingId: '93201235621' };
const going = meetingOf({ ...recipe, uuid: 'going==' });
const staying = meetingOf({ ...recipe, uuid: 'staying==' });
const person = String(rowFields('count' in going.participants ? going.participants.at(0) : {}).id);

beforeAll(async () => {
  filled = await startFilledStore(() => now);
  await filled.add(going, { expiresAt });
  await filled.add(staying);
  for (const [meeting, until] of [
    [going, expiresAt],
    [staying, undefined],
  ] as const) {
    const capture = newCapture({ ...omit(meeting, ...datasets), account: 'one' }, 'qos', {
      nextPollAt: recipe.endTime,
      now: new Date(0),
    });
    await filled.put([encodeCapture({ ...capture, state: 'failed' }, until)]);
  }
});
afterAll(() => filled.close());

const all = <Answer>(pages: AsyncIterable<QueryPage<Answer>>) => Array.fromAsync(itemsOf(pages));

/** The UUIDs that each way of asking finds. */
async function found(): Promise<Record<string, Set<string>>> {
  const { queries, store } = filled;
  const joined = { from: '2026-11-20', to: '2026-11-20' };
  const uuids = [going.uuid, staying.uuid];
  const having = async (has: (uuid: string) => Promise<boolean>) => {
    const answers = await Promise.all(uuids.map(async (uuid) => [uuid, await has(uuid)] as const));
    return answers.filter(([, is]) => is).map(([uuid]) => uuid);
  };
  const anyRow = (uuid: string) =>
    Promise.all(datasets.map((dataset) => Array.fromAsync(readRows(uuid, dataset, store)))).then((lists) =>
      lists.some((rows) => rows.length > 0),
    );
  const answers: Record<string, readonly string[]> = {
    day: (await all(queries.endedMeetings({ account: 'one', ended: wholeDay('2026-11-20') }))).map(({ uuid }) => uuid),
    instances: (await all(queries.meetingInstances({ meetingId: '93201235621' }))).map(({ uuid }) => uuid),
    meeting: await having(async (uuid) => (await queries.findMeeting(uuid)) !== undefined),
    rows: await having(async (uuid) => (await all(queries.rows({ uuid, dataset: 'qos', samples: true }))).length > 0),
    'rows read whole': await having(anyRow),
    attendance: await having(async (uuid) => (await queries.attendance({ uuid })) !== undefined),
    person: (await all(queries.personMeetings({ person, joined }))).flatMap(({ meetings }) =>
      meetings.map((m) => m.uuid),
    ),
    worst: (await all(queries.worstSessions({ account: 'one', day: '2026-11-20' }))).map(({ uuid }) => uuid),
    quality: await having(async (uuid) => (await all(queries.sessionQuality({ uuid }))).length > 0),
    state: (await all(queries.openCaptures({ state: 'failed' }))).map(({ meeting }) => meeting.uuid),
    newest: (await Array.fromAsync(createMeetingReader(store).newest({ accounts: ['one'], limit: 9 }))).map(
      ({ meeting }) => meeting.uuid,
    ),
  };
  return Object.fromEntries(Object.entries(answers).map(([name, list]) => [name, new Set(list)]));
}

test('no question finds what has expired, though it is not deleted yet, and every question finds it before', async () => {
  now = expiresAt * 1000 - 1;
  for (const [question, uuids] of Object.entries(await found())) {
    expect({ question, uuids }).toEqual({ question, uuids: new Set(['going==', 'staying==']) });
  }
  now = expiresAt * 1000;
  for (const [question, uuids] of Object.entries(await found())) {
    expect({ question, uuids }).toEqual({ question, uuids: new Set(['staying==']) });
  }
});
