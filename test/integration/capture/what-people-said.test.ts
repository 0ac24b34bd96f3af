import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SimulatedMeeting } from '../../../local/simulator/meeting.ts';
import { generateMeeting, type MeetingRecipe } from '../../../local/simulator/meetings.ts';
import { rowFields, rowTexts } from '../../../local/simulator/rows/row.ts';
import { type Dataset, hasKind, mayHaveNone } from '../../../shared/domain/dataset.ts';
import { kinds } from '../../../shared/domain/meeting/kind.ts';
import { startCaptureFixture } from '../../support/capture/capture-fixture.ts';

const reports = ['polls', 'qa', 'survey'] as const satisfies readonly Dataset[];
const lists = [...reports, 'absentees'] as const satisfies readonly Dataset[];
const listsOfKinds = lists.flatMap((dataset) =>
  kinds.filter((kind) => hasKind(dataset, kind)).map((kind) => ({ dataset, kind })),
);

let whole: Awaited<ReturnType<typeof startCaptureFixture>>;
let usual: typeof whole;
beforeAll(async () => {
  whole = await startCaptureFixture({ confidential: 'keep', timeScale: 0.01 });
  usual = await startCaptureFixture({ timeScale: 0.01 });
});
afterAll(() => Promise.all([whole.close(), usual.close()]));

let seed = 700;
function meetingOf(recipe: Partial<MeetingRecipe>, changes: Partial<SimulatedMeeting> = {}): SimulatedMeeting {
  seed += 1;
  const endTime = new Date(whole.now() - 60_000);
  return { ...generateMeeting({ seed, participants: 12, minutes: 30, endTime, ...recipe }), ...changes };
}

async function capture(meeting: SimulatedMeeting, dataset: Dataset, fixture = whole) {
  fixture.simulator.addMeeting(meeting);
  const before = fixture.simulator.calls.length;
  fixture.end(meeting, [dataset]);
  await fixture.drain();
  const calls = fixture.simulator.calls.slice(before).filter((call) => call.dataset === dataset);
  return { capture: await fixture.store.load(meeting.uuid, dataset), calls };
}

describe('what people said at a meeting, and who did not come to a webinar', () => {
  test.each(listsOfKinds)('is stored as Zoom sends it: $dataset of a $kind', async ({ dataset, kind }) => {
    const meeting = meetingOf({ kind, answers: 12, registrants: 40 });
    const { capture: found, calls } = await capture(meeting, dataset);
    expect(found).toMatchObject({ state: 'settled', polls: 2 });
    expect(calls).toHaveLength(2);
    expect(await whole.stored(meeting.uuid, dataset)).toEqual(whole.served(meeting.uuid, dataset));
    expect(whole.served(meeting.uuid, dataset).length).toBeGreaterThan(10);
  });

  test.each(listsOfKinds)(
    'is none once two polls have found none, which is no fault: $dataset of a $kind',
    async ({ dataset, kind }) => {
      const { capture: found, calls } = await capture(meetingOf({ kind }), dataset);
      expect(found).toMatchObject({ state: 'empty', rows: 0 });
      expect(found).not.toHaveProperty('lastError');
      expect(calls).toHaveLength(2);
    },
  );

  test.each(lists)('is none where Zoom says that it knows no such meeting: %s', async (dataset) => {
    const body = { code: 3001, message: 'Webinar 1 not found or has expired.' };
    whole.simulator.setFaults([{ kind: 'answer', status: 404, body, match: { dataset } }]);
    const { capture: found } = await capture(meetingOf({ kind: 'webinar', answers: 3, registrants: 20 }), dataset);
    whole.simulator.setFaults([]);
    expect(found).toMatchObject({ state: 'empty', rows: 0 });
    expect(found).not.toHaveProperty('lastError');
    expect(whole.queue.dead).toEqual([]);
  });

  test.each(reports)('is none where the list itself is left out: %s', async (dataset) => {
    const body = { id: 1, uuid: 'x', start_time: '2026-11-20T09:00:00Z' };
    whole.simulator.setFaults([{ kind: 'answer', body, match: { dataset } }]);
    const { capture: found } = await capture(meetingOf({ answers: 3 }), dataset);
    whole.simulator.setFaults([]);
    expect(found).toMatchObject({ state: 'empty', rows: 0, failures: 0 });
  });

  test.each(lists)('is what the last poll brought, in whatever order: %s', async (dataset) => {
    whole.simulator.setFaults([
      { kind: 'early-data', shows: 'fewer-rows', polls: 1, match: { dataset } },
      { kind: 'early-data', shows: 'other-order', polls: 2, match: { dataset } },
      { kind: 'server-error', status: 503, times: 2, match: { dataset } },
    ]);
    const meeting = meetingOf({ kind: 'webinar', answers: 12, registrants: 40 });
    const { capture: found } = await capture(meeting, dataset);
    whole.simulator.setFaults([]);
    expect(found).toMatchObject({ state: 'settled', polls: 3 });
    expect(await whole.stored(meeting.uuid, dataset)).toEqual(whole.served(meeting.uuid, dataset));
  });

  test('has each anonymous answer for itself, though two say the same in the same second', async () => {
    const one = { name: 'Anonymous Attendee', email: '', question_details: [{ answer: 'Yes', date_time: 'now' }] };
    const meeting = meetingOf({}, { polls: [one, one, { ...one, question_details: [] }] });
    expect((await capture(meeting, 'polls')).capture).toMatchObject({ state: 'settled', rows: 3 });
    expect(await whole.stored(meeting.uuid, 'polls')).toEqual(whole.served(meeting.uuid, 'polls'));
  });

  test('comes whole in one call, also of three thousand', async () => {
    const meeting = meetingOf({ answers: 3_000 });
    const { capture: found, calls } = await capture(meeting, 'polls');
    expect(found).toMatchObject({ state: 'settled', rows: 3_000, polls: 2 });
    expect(calls).toHaveLength(2);
    expect(await whole.stored(meeting.uuid, 'polls')).toEqual(whole.served(meeting.uuid, 'polls'));
  });

  test('has no names in its keys, and no links in its rows', async () => {
    const meeting = meetingOf({ kind: 'webinar', answers: 5, registrants: 20 });
    for (const dataset of lists) await capture(meeting, dataset);
    const items = (await whole.rowItems()).map((text) => JSON.parse(text)).filter(({ pk }) => pk.S === meeting.uuid);
    const people = [...rowTexts(meeting.polls), ...rowTexts(meeting.qa)].map(rowFields);
    const told = people.flatMap(({ name, email, user_id: id }) => [name, email, id]).filter(Boolean);
    expect(items.length).toBeGreaterThan(15);
    for (const { sk } of items) for (const text of told) expect(sk.S).not.toContain(text);
    expect(JSON.stringify(items)).not.toContain('https://');
  });
});

describe('what not everybody saw', () => {
  const said = (name: string, ...questions: object[]) => ({
    user_id: '',
    name,
    email: '',
    question_details: questions,
  });
  const question = (text: string, more: object = {}) => ({
    question: text,
    question_status: 'answered',
    answer_details: [{ type: 'host_answered_publicly', content: `to ${text}` }],
    ...more,
  });
  const rows = [
    said('Ada', question('one'), question('gone', { question_status: 'deleted' }), question('two')),
    said('Bob', question('secret', { answer_details: [{ type: 'host_answered_privately', content: 'hush' }] })),
    said('Eve', question('three', { answer_details: 'odd' }), question('four', { answer_details: [null] })),
  ];

  test('is left out, whole and counted, and all else is as Zoom sent it', async () => {
    const meeting = meetingOf({}, { qa: rows });
    const { capture: found } = await capture(meeting, 'qa', usual);
    expect(found).toMatchObject({ state: 'settled', rows: 3, leftOut: 2 });
    const stored = (await usual.stored(meeting.uuid, 'qa')).map((text) => JSON.parse(text));
    const byName = new Map(stored.map((row) => [row.name, row]));
    expect(byName.get('Ada')).toEqual(said('Ada', question('one'), question('two')));
    expect(byName.get('Bob')).toEqual(said('Bob'));
    expect(byName.get('Eve')).toEqual(rows[2]);
    expect((await usual.rowItems()).join()).not.toMatch(/gone|secret|hush/);
  });

  test('is stored like the rest where the stage says so', async () => {
    const meeting = meetingOf({}, { qa: rows });
    const { capture: found } = await capture(meeting, 'qa');
    expect(found).toMatchObject({ rows: 3 });
    expect(found).not.toHaveProperty('leftOut');
    expect(await whole.stored(meeting.uuid, 'qa')).toEqual(whole.served(meeting.uuid, 'qa'));
  });
});

test('of these lists a meeting may rightly have nothing', () => {
  expect(lists.filter((dataset) => !mayHaveNone(dataset))).toEqual([]);
});
