import { describe, expect, test } from 'vitest';
import type { Fault } from '../../../local/simulator/faults/fault.ts';
import { generateMeeting } from '../../../local/simulator/meetings.ts';
import { parseScenario, scenarioOptions } from '../../../local/simulator/scenario.ts';
import { endedEvent, sendEndedEvents } from '../../../local/simulator/webhook-events.ts';
import { aMeeting, type Rig, rig } from '../../support/simulator-fixture.ts';

const participants = 'metrics/meetings/93201235621/participants?type=past&page_size=2';
const report = 'report/meetings/93201235621/participants?page_size=300';
const startMs = Date.parse('2026-11-20T12:00:00Z');
const rowsNamed = (...ids: string[]) => ids.map((id) => ({ user_id: id }));

/** One page: the rows' ids, and what leads on. */
async function page(zoom: Rig, path: string, token?: string) {
  const { body } = await zoom.get(token ? `${path}&next_page_token=${encodeURIComponent(token)}` : path);
  const rows = Array.isArray(body?.participants) ? body.participants : [];
  return { ids: rows.map((row) => row.user_id), total: body?.total_records, next: String(body?.next_page_token) };
}

/** A poll: the ids of each of its pages. */
async function poll(zoom: Rig, path: string): Promise<string[][]> {
  const pages: string[][] = [];
  let next: string | undefined;
  do {
    const answer = await page(zoom, path, next);
    pages.push(answer.ids);
    next = answer.next;
  } while (next !== '');
  return pages;
}

describe('rows that change', () => {
  const meeting = aMeeting({
    participants: rowsNamed('a', 'b', 'c'),
    report: rowsNamed('r'),
    versions: [
      { from: '2026-11-20T12:01:00Z', participants: rowsNamed('a', 'c', 'd') },
      { from: '2026-11-20T12:02:00Z', participants: [], report: rowsNamed('r', 's') },
    ],
  });

  test('a poll sees the version of its instant, and a dataset that a version does not name stays as it was', async () => {
    let nowMs = startMs;
    await using zoom = await rig({ now: () => nowMs, meetings: [meeting] });
    const seen: unknown[] = [];
    for (const laterMs of [59_999, 60_000, 120_000]) {
      nowMs = startMs + laterMs;
      seen.push([await poll(zoom, participants), await poll(zoom, report)]);
      expect(zoom.simulator.served(meeting.uuid, 'report')).toHaveLength(laterMs < 120_000 ? 1 : 2);
    }
    expect(seen).toEqual([
      [[['a', 'b'], ['c']], [['r']]],
      [[['a', 'c'], ['d']], [['r']]],
      [[[]], [['r', 's']]],
    ]);
  });

  test('the account lists and the meeting itself count the rows of the version', async () => {
    let nowMs = startMs;
    await using zoom = await rig({ now: () => nowMs, meetings: [meeting] });
    const counts = async () => {
      const { body } = await zoom.get('metrics/meetings/93201235621?type=past');
      const list = (await zoom.get('metrics/meetings?type=past&from=2026-11-01&to=2026-11-30')).body?.meetings;
      return [body?.participants, Array.isArray(list) ? list.map((item) => item.participants) : []];
    };
    expect(await counts()).toEqual([3, [3]]);
    nowMs += 120_000;
    expect(await counts()).toEqual([0, [0]]);
  });

  test('a poll that began earlier goes on with its own rows, or by moving-rows with those of the page', async () => {
    for (const [faults, secondPage] of [
      [[], ['c']],
      [[{ kind: 'moving-rows' }], ['d']],
      [[{ kind: 'moving-rows', match: { page: 3 } }], ['c']],
    ] satisfies [Fault[], string[]][]) {
      let nowMs = startMs;
      await using zoom = await rig({ now: () => nowMs, meetings: [meeting], faults });
      const first = await page(zoom, participants);
      nowMs += 60_000;
      expect(first.ids).toEqual(['a', 'b']);
      expect((await page(zoom, participants, first.next)).ids).toEqual(secondPage);
    }
  });
});

describe('a fault that begins later', () => {
  test('a fault begins at its instant, and then lasts', async () => {
    let nowMs = startMs;
    const faults: Fault[] = [{ kind: 'not-ready', from: '2026-11-20T12:01:00Z' }];
    await using zoom = await rig({ now: () => nowMs, faults });
    const statuses: number[] = [];
    for (const laterMs of [0, 59_999, 60_000, 9e9]) {
      nowMs = startMs + laterMs;
      statuses.push((await zoom.get(report, String((await zoom.newToken()).body?.access_token))).status);
    }
    expect(statuses).toEqual([200, 200, 404, 404]);
  });

  test('a fault does not spoil what is served before its instant', async () => {
    await using zoom = await rig({ faults: [{ kind: 'not-ready', from: '2026-11-20T12:01:00Z' }] });
    expect(zoom.simulator.served('4444AAAiAAAAAiAiAiiAii==', 'report')).toHaveLength(5);
  });

  test('a fault begins in the middle of a later poll by the number of its call, and then lasts or ends after some calls', async () => {
    for (const [times, expected] of [
      [undefined, [200, 200, 200, 200, 404, 404, 404]],
      [2, [200, 200, 200, 200, 404, 404, 200]],
    ] as const) {
      const fault: Fault = { kind: 'not-ready', match: { dataset: 'participants', fromCall: 5 } };
      await using zoom = await rig({ faults: [times === undefined ? fault : { ...fault, times }] });
      const statuses: number[] = [];
      const asked = async (path: string) => {
        const answer = await zoom.get(path);
        statuses.push(answer.status);
        return answer.body?.next_page_token;
      };
      await zoom.get(report);
      for (let next: unknown = ''; statuses.length < 7; ) {
        next = await asked(`${participants}&next_page_token=${encodeURIComponent(String(next ?? ''))}`);
      }
      expect(statuses).toEqual(expected);
    }
  });
});

describe('an answer that is odd', () => {
  test('a page has no rows but a token, which leads to the rows that it should have had', async () => {
    await using zoom = await rig({ faults: [{ kind: 'empty-page', match: { page: 2 } }] });
    expect(await poll(zoom, participants)).toEqual([['0', '1'], [], ['2', '3'], ['4']]);
    expect(zoom.simulator.calls.map((call) => call.pageNumber)).toEqual([undefined, 1, 2, 3, 4]);
  });

  test('a first page without rows has a token though there are no rows at all', async () => {
    const meeting = aMeeting({ qos: [] });
    await using zoom = await rig({ meetings: [meeting], faults: [{ kind: 'empty-page', match: { page: 1 } }] });
    const qos = 'metrics/meetings/93201235621/participants/qos?type=past&page_size=10';
    const first = await page(zoom, qos);
    expect(first).toEqual({ ids: [], total: 0, next: expect.stringMatching(/==$/) });
    expect(await page(zoom, qos, first.next)).toEqual({ ids: [], total: 0, next: '' });
  });

  test.each([1e20, -3, 1.5, 'many', '5', null, true])(
    'odd-total writes total_records as %o, and the rows are all there',
    async (total) => {
      await using zoom = await rig({ faults: [{ kind: 'odd-total', total }] });
      const { body } = await zoom.get(participants.replace('page_size=2', 'page_size=300'));
      expect(body).toMatchObject({ total_records: total, participants: { length: 5 } });
    },
  );
});

describe('a meeting that Zoom made a webinar, or back', () => {
  test.each([
    ['meeting', 'webinar'],
    ['webinar', 'meeting'],
  ] as const)('a converted meeting ends as a %s, and has its data as a %s alone', async (endedAs, kind) => {
    const meeting = aMeeting({ kind, endedAs });
    await using zoom = await rig({ meetings: [meeting] });
    const get = async (area: string, of: string) =>
      (await zoom.get(`${area}/${of}s/93201235621/participants${area === 'metrics' ? '?type=past' : ''}`)).status;
    expect(endedEvent(meeting, 'account', startMs).event).toBe(`${endedAs}.ended`);
    expect([await get('metrics', kind), await get('report', kind)]).toEqual([200, 200]);
    expect([await get('metrics', endedAs), await get('report', endedAs)]).toEqual([404, 404]);
    expect(zoom.simulator.served(meeting.uuid, 'participants')).toHaveLength(5);
  });

  test('a recipe makes a converted meeting too', () => {
    const made = generateMeeting({ seed: 1, kind: 'webinar', endedAs: 'meeting', participants: 3, minutes: 5 });
    expect(made).toMatchObject({ kind: 'webinar', endedAs: 'meeting' });
  });
});

test('a scenario can have versions, endedAs, and the faults of histories', async () => {
  const { meetings = [], faults } = scenarioOptions(
    parseScenario({
      meetings: [
        {
          kind: 'webinar',
          endedAs: 'meeting',
          uuid: 'a==',
          meetingId: '93201235621',
          startTime: '2026-11-20T10:00:00Z',
          endTime: '2026-11-20T11:00:00Z',
          participants: [{ user_id: '1' }],
          versions: [{ from: '2026-11-20T11:30:00Z', participants: ['{"user_id":"2"}'] }],
        },
      ],
      faults: [
        { kind: 'odd-total', total: 1e20, match: { fromCall: 2 } },
        { kind: 'moving-rows', from: '2026-11-20T11:30:00Z', polls: 2 },
        { kind: 'empty-page' },
      ],
    }),
    new Date(startMs),
  );
  await using zoom = await rig({ meetings, ...(faults && { faults }) });
  expect(zoom.simulator.served('a==', 'participants')).toEqual([{ user_id: '2' }]);
  const [sent] = await sendEndedEvents(zoom.simulator.meetings, {
    webhookUrl: 'http://127.0.0.1:9/',
    accounts: [{ ...zoom.simulator.credentials }],
  });
  expect(sent).toEqual({ uuid: 'a==', status: 0 });
});
