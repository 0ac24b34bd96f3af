import { describe, expect, test } from 'vitest';
import type { Fault } from '../../../local/simulator/faults/fault.ts';
import { generateMeeting } from '../../../local/simulator/meetings.ts';
import type { CapturedParts } from '../../../shared/domain/account/captured-parts.ts';
import { datasets } from '../../../shared/domain/dataset.ts';
import { fieldAnswers } from '../../support/answers/field-answers.ts';
import { startCaptureFixture } from '../../support/capture/capture-fixture.ts';
import { endTime, rehearse, smallMeeting } from '../../support/capture/rehearsal.ts';

const minutesAfterEnd = (instant: string | undefined) => (Date.parse(instant ?? '') - Date.parse(endTime)) / 60_000;

describe('faults that pass', () => {
  test.each<[string, Fault]>([
    ['429 per second', { kind: 'rate-limit-per-second', match: { probability: 0.2 } }],
    ['429 per second, naked', { kind: 'rate-limit-per-second', headers: 'none', match: { probability: 0.2 } }],
    ['429 per second with an absurd time', { kind: 'rate-limit-per-second', retryAfter: 'absurd', times: 5 }],
    [
      '429 per second, a minute long',
      { kind: 'rate-limit-per-second', retryAfter: 'seconds', retryAfterSeconds: 50, times: 3 },
    ],
    ['5xx', { kind: 'server-error', status: 503, body: 'html', match: { probability: 0.2 } }],
    ['5xx for twenty minutes', { kind: 'server-error', forSeconds: 1_200 }],
    ['resets', { kind: 'connection-reset', match: { probability: 0.2 } }],
    ['broken JSON', { kind: 'broken-json', match: { probability: 0.2 } }],
    ['truncated bodies', { kind: 'truncated', match: { probability: 0.2 } }],
    ['revoked access tokens', { kind: 'access-token-revoked', match: { probability: 0.1 } }],
    [
      'envelopes without counts',
      { kind: 'omitted-fields', fields: ['page_count', 'page_size', 'total_records', 'next_page_token'] },
    ],
  ])('%s: every row is stored and no receive is spent', async (_name, fault) => {
    await using captured = await rehearse({ faults: [fault] });
    for (const dataset of datasets) {
      expect((await captured.capture(dataset))?.state).toBe('settled');
      expect(await captured.isExact(dataset)).toBe(true);
    }
    expect(captured.fixture.queue).toMatchObject({ dead: [], messages: new Set(), mostReceives: 1 });
  });
});

describe('a meeting that is not ready', () => {
  test('is asked for by its age, and captured when it is', async () => {
    await using captured = await rehearse({
      only: ['report'],
      faults: [{ kind: 'not-ready', secondsAfterEnd: 4 * 3_600 }],
    });
    const minutes = captured.calls().map(({ atMs }) => Math.round(minutesAfterEnd(new Date(atMs).toISOString())));
    // 15 after the end, then after 5, 15, 30, 60 and 120 minutes more.
    expect(minutes.slice(0, 6)).toEqual([15, 20, 35, 65, 125, 245]);
    expect(await captured.isExact('report')).toBe(true);
    expect(await captured.capture('report')).toMatchObject({ state: 'settled', notReady: 0 });
  });

  test("and never becomes ready is unavailable after a day, with Zoom's word", async () => {
    await using captured = await rehearse({ faults: [{ kind: 'not-ready' }] });
    for (const dataset of datasets) {
      expect(await captured.capture(dataset)).toMatchObject({
        state: 'unavailable',
        rows: 0,
        lastError: { status: 404, code: 3001, trackingId: expect.any(String) },
      });
    }
    const last = Math.max(...captured.calls().map(({ atMs }) => atMs));
    expect((last - Date.parse(endTime)) / 3_600_000).toBeGreaterThan(23);
    expect(captured.fixture.queue).toMatchObject({ dead: [], messages: new Set(), mostReceives: 1 });
  });

  test('and lists nothing in the end is unavailable too', async () => {
    await using captured = await rehearse({ only: ['qos'], faults: [{ kind: 'early-data', shows: 'nothing' }] });
    expect((await captured.capture('qos'))?.state).toBe('unavailable');
  });

  test('for a while in the middle of its pages is captured all the same', async () => {
    const meeting = smallMeeting();
    await using captured = await rehearse({
      meeting,
      only: ['participants'],
      faults: [{ kind: 'not-ready', match: { page: 2 }, secondsAfterEnd: 1_200 }],
    });
    expect(captured.fixture.queue.dead).toEqual([]);
    expect((await captured.capture('participants'))?.state).toBe('settled');
    expect(await captured.isExact('participants')).toBe(true);
  });
});

describe('faults that do not pass', () => {
  test('a meeting that cannot be accessed is failed after a day', async () => {
    await using captured = await rehearse({ only: ['qos'], faults: [{ kind: 'no-access' }] });
    expect(await captured.capture('qos')).toMatchObject({ state: 'failed', lastError: { code: 300 } });
    // Nine by the plan, and one in the webinars' lists.
    expect(captured.calls()).toHaveLength(10);
    expect(captured.fixture.queue.dead).toEqual([]);
  });

  test.each<[Fault, number]>([
    [{ kind: 'foreign-user' }, 1010],
    [{ kind: 'too-old' }, 12702],
  ])('%j is failed at once, with code and tracking id', async (fault, code) => {
    await using captured = await rehearse({ only: ['report'], faults: [fault] });
    expect(await captured.capture('report')).toMatchObject({
      state: 'failed',
      lastError: { name: 'ZoomFinalError', code, trackingId: expect.any(String) },
    });
    expect(captured.calls()).toHaveLength(1);
    expect(captured.fixture.queue).toMatchObject({ dead: [], messages: new Set() });
  });

  test.each<[string, Fault]>([
    ['403 with HTML', { kind: 'forbidden-html' }],
    ['an answer nobody knows', { kind: 'answer', status: 418, body: { code: 99_999, message: 'Teapot' } }],
  ])(
    '%s for a whole day goes to the dead letters, after an hour of quick tries and then hourly ones',
    async (_name, fault) => {
      await using captured = await rehearse({ only: ['participants'], faults: [fault] });
      const [{ dataset, message } = {}, ...others] = captured.fixture.queue.dead;
      expect([dataset, message?.uuid, others]).toEqual(['participants', captured.uuid, []]);
      expect(await captured.capture('participants')).toMatchObject({
        state: 'failed',
        lastError: { name: 'ZoomUnexpectedError' },
      });
      expect(captured.calls().length).toBeLessThan(32);
      expect(captured.fixture.queue.mostReceives).toBe(1);
    },
  );

  // One of each kind: the others are in `test/campaigns/field-cases.ts`.
  test.each(fieldAnswers('https://elsewhere.test/').filter((_, at) => at % 6 === 0))(
    '$name, for an hour, ends nothing: the meeting is captured',
    async ({ fault }) => {
      await using captured = await rehearse({ only: ['participants'], faults: [{ ...fault, times: 5 }] });
      expect((await captured.capture('participants'))?.state).toBe('settled');
      expect(await captured.isExact('participants')).toBe(true);
      expect(captured.fixture.queue.dead).toEqual([]);
    },
  );
});

test('a page that never comes leads to the dead letters too, though those before it come each time', async () => {
  await using captured = await rehearse({
    only: ['participants'],
    faults: [{ kind: 'answer', body: 'Hello.', match: { page: 2 } }],
  });
  expect(captured.fixture.queue.dead.map(({ message }) => message.uuid)).toEqual([captured.uuid]);
  const failed = { state: 'failed', lastError: { name: 'ZoomTransientError' } };
  expect(await captured.capture('participants')).toMatchObject(failed);
  const hours = (captured.fixture.now() - Date.parse(endTime)) / 3_600_000;
  expect([hours > 11, hours < 27]).toEqual([true, true]);
});

test('transient failures without end lead to the dead letters after a day, with the reason', async () => {
  await using captured = await rehearse({ only: ['report'], faults: [{ kind: 'answer', body: 'Hello.' }] });
  expect(captured.fixture.queue.dead.map(({ message }) => message.uuid)).toEqual([captured.uuid]);
  expect(await captured.capture('report')).toMatchObject({
    state: 'failed',
    lastError: { name: 'ZoomTransientError' },
  });
  const hours = (captured.fixture.now() - Date.parse(endTime)) / 3_600_000;
  expect([hours > 24, hours < 27]).toEqual([true, true]);
  expect(captured.fixture.queue).toMatchObject({ messages: new Set(), mostReceives: 1 });
});

describe('the account at fault', () => {
  test.each<[string, Fault]>([
    ['missing scope', { kind: 'missing-scope', secondsAfterEnd: 3_600 }],
    ['no permission', { kind: 'no-permission', secondsAfterEnd: 3_600 }],
    ['dashboard off', { kind: 'dashboard-off', secondsAfterEnd: 3_600 }],
    ['credentials refused', { kind: 'oauth-refused', match: { endpoint: 'oauth' }, forSeconds: 3_600 }],
  ])('%s: parks the capture, which later goes on by itself', async (_name, fault) => {
    await using captured = await rehearse({
      only: ['participants'],
      faults: [fault],
      drain: { until: Date.parse(endTime) + 10 * 60_000 },
    });
    expect(await captured.capture('participants')).toMatchObject({
      state: 'parked',
      parked: 1,
      lastError: { name: 'ZoomAccountError' },
    });
    await captured.fixture.drain();
    expect(await captured.capture('participants')).toMatchObject({ state: 'settled', parked: 0 });
    expect((await captured.capture('participants'))?.lastError).toBeUndefined();
    expect(await captured.isExact('participants')).toBe(true);
    expect(captured.fixture.queue).toMatchObject({ dead: [], messages: new Set(), mostReceives: 1 });
  });
});

describe('a part of the account at fault', () => {
  /** A meeting and a webinar that end in an account with this fault, 20 minutes later. */
  async function twoKinds(fault: Fault) {
    let kinds: CapturedParts['kinds'];
    const fixture = await startCaptureFixture({ startAt: Date.parse(endTime), kindsNow: () => kinds });
    const [meeting, webinar] = (['meeting', 'webinar'] as const).map((kind, at) =>
      generateMeeting({ seed: 70 + at, kind, participants: 12, minutes: 2, endTime: new Date(endTime) }),
    );
    if (!meeting || !webinar) throw new Error('There are none.');
    for (const one of [meeting, webinar]) {
      fixture.simulator.addMeeting(one);
      fixture.end(one);
    }
    fixture.simulator.setFaults([fault]);
    const statesOf = (uuid: string) =>
      Promise.all(datasets.map(async (dataset) => (await fixture.store.load(uuid, dataset))?.state));
    await fixture.drain({ until: Date.parse(endTime) + 20 * 60_000, atOnce: 10 });
    const states = async () => ({ meeting: await statesOf(meeting.uuid), webinar: await statesOf(webinar.uuid) });
    const leaveOut = () => {
      kinds = ['meeting'];
    };
    return { fixture, webinar, states, leaveOut, [Symbol.asyncDispose]: () => fixture.close() };
  }
  const captured = ['captured', 'settled', 'captured'];

  test.each<[string, Fault, { meeting: string[]; webinar: string[] }]>([
    [
      'the webinar add-on missing parks webinars alone',
      { kind: 'dashboard-off', match: { kind: 'webinar' } },
      { meeting: captured, webinar: ['parked', 'parked', 'parked'] },
    ],
    [
      'a missing scope parks the dataset and the kind that need it alone',
      { kind: 'missing-scope', match: { dataset: 'qos', kind: 'webinar' } },
      { meeting: captured, webinar: ['captured', 'parked', 'captured'] },
    ],
    [
      'refused credentials park all',
      { kind: 'oauth-refused', match: { endpoint: 'oauth' } },
      { meeting: ['parked', 'parked', 'parked'], webinar: ['parked', 'parked', 'parked'] },
    ],
  ])('%s, and all goes on when it is mended', async (_what, fault, expected) => {
    await using it = await twoKinds(fault);
    expect(await it.states()).toEqual(expected);
    it.fixture.simulator.setFaults([]);
    await it.fixture.drain({ atOnce: 10 });
    const settled = ['settled', 'settled', 'settled'];
    expect(await it.states()).toEqual({ meeting: settled, webinar: settled });
  });

  test('captures that are parked end within a quarter of an hour of settings that leave them out, and all else goes on', async () => {
    await using it = await twoKinds({ kind: 'dashboard-off', match: { kind: 'webinar' } });
    expect(await it.states()).toEqual({ meeting: captured, webinar: ['parked', 'parked', 'parked'] });
    const callsBefore = it.fixture.simulator.calls.length;
    it.leaveOut();
    await it.fixture.drain({ until: it.fixture.now() + 15 * 60_000, atOnce: 10 });
    expect((await it.states()).webinar).toEqual(['unavailable', 'unavailable', 'unavailable']);
    expect(it.fixture.simulator.calls.length).toBe(callsBefore);
    await it.fixture.drain({ atOnce: 10 });
    expect((await it.states()).meeting).toEqual(['settled', 'settled', 'settled']);
    expect(it.fixture.queue).toMatchObject({ dead: [], messages: new Set(), mostReceives: 1 });
  });

  test('a fault on a later page counts as on the first, and the poll goes on when it is mended', async () => {
    await using it = await twoKinds({ kind: 'missing-scope', match: { dataset: 'qos', kind: 'webinar', page: 2 } });
    expect(await it.states()).toEqual({ meeting: captured, webinar: ['captured', 'parked', 'captured'] });
    expect(await it.fixture.store.load(it.webinar.uuid, 'qos')).toMatchObject({
      parked: 1,
      progress: { pages: 1, restarts: 0 },
    });
    it.fixture.simulator.setFaults([]);
    await it.fixture.drain({ atOnce: 10 });
    expect(await it.fixture.store.load(it.webinar.uuid, 'qos')).toMatchObject({ state: 'settled', parked: 0 });
  });
});

describe('a meeting with one participant', () => {
  const alone = { ...smallMeeting(7), participants: [{ user_id: '1', user_name: 'Only', join_time: endTime }] };

  test.each(['empty', 'not-found'] as const)('is captured by pastOne when past is %s', async (oneParticipantPast) => {
    await using captured = await rehearse({ meeting: alone, oneParticipantPast });
    expect(await captured.capture('participants')).toMatchObject({ state: 'settled', type: 'pastOne', rows: 1 });
    expect(await captured.isExact('participants')).toBe(true);
    for (const dataset of ['report', 'qos'] as const) {
      expect(await captured.capture(dataset)).toMatchObject({ state: 'empty', rows: 0 });
    }
    expect(captured.fixture.queue.messages.size).toBe(0);
  });

  test('has an empty report and QoS also when they are polled before participants did', async () => {
    await using captured = await rehearse({
      meeting: alone,
      only: ['report', 'qos'],
      drain: { until: Date.parse(endTime) + 16 * 60_000 },
    });
    expect((await captured.capture('qos'))?.state).toBe('waiting');
    captured.fixture.end(alone, ['participants']);
    await captured.fixture.drain();
    for (const dataset of ['report', 'qos'] as const) expect((await captured.capture(dataset))?.state).toBe('empty');
    expect((await captured.capture('participants'))?.state).toBe('settled');
  });
});
