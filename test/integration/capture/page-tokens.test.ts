import { describe, expect, test } from 'vitest';
import type { Fault } from '../../../local/simulator/faults/fault.ts';
import { apiCalls, endTime, rehearse, smallMeeting } from '../../support/capture/rehearsal.ts';

const firstPollOnly = { drain: { until: Date.parse(endTime) + 30 * 60_000 }, only: ['participants'] as const };
const good = ({ status }: { readonly status: number }) => status === 200;

describe('a page token that', () => {
  test.each<[string, Fault]>([
    ['expired', { kind: 'page-token-expired', match: { page: 2 }, times: 3 }],
    ['leads in a circle', { kind: 'page-token-repeated', match: { page: 2 }, times: 3 }],
  ])('%s begins a new run from page 1, three times', async (_name, fault) => {
    await using captured = await rehearse({ ...firstPollOnly, faults: [fault] });
    expect(await captured.capture('participants')).toMatchObject({ state: 'captured', polls: 1 });
    expect(await captured.isExact('participants')).toBe(true);
    expect(captured.calls().filter(({ pageNumber }) => pageNumber === 1)).toHaveLength(4);
    expect(captured.fixture.queue).toMatchObject({ dead: [], mostReceives: 1 });
  });

  test.each<[string, Fault]>([
    ['expires', { kind: 'page-token-expired', match: { page: 2 } }],
    ['leads in a circle', { kind: 'page-token-repeated', match: { page: 2 } }],
  ])('always %s leads to the dead letters, and says why', async (_name, fault) => {
    await using captured = await rehearse({ ...firstPollOnly, faults: [fault] });
    expect(captured.fixture.queue.dead.map(({ message }) => message.uuid)).toEqual([captured.uuid]);
    expect(await captured.capture('participants')).toMatchObject({
      state: 'failed',
      lastError: { name: 'ZoomPagingError' },
    });
    expect(captured.calls().filter(({ pageNumber }) => pageNumber === 1)).toHaveLength(4);
  });
});

describe('after a crash, the next worker', () => {
  /** Killed after the checkpoint of page 1, so that page 2 is next. */
  const crashed = async () => {
    const whole = await rehearse(firstPollOnly);
    const effects = whole.fixture.effects();
    await whole.fixture.close();
    const firstCheckpoint = effects.indexOf('PutItem', effects.indexOf('BatchWriteItem'));
    return { kills: [{ effect: firstCheckpoint, when: 'after' as const }], until: Date.parse(endTime) + 6 * 60_000 };
  };

  test.each([
    ['goes on with a page token under 14 minutes old', 0, [2, 3]],
    ['begins anew when the page token is older', 2.1, [1, 2, 3]],
  ])('%s', async (_name, minutesMore, pages) => {
    await using captured = await rehearse({ ...firstPollOnly, drain: await crashed() });
    expect(await captured.capture('participants')).toMatchObject({ state: 'running', progress: { pages: 1 } });
    const before = captured.calls().length;
    captured.fixture.advance(minutesMore * 60_000 + 12 * 60_000);
    await captured.fixture.drain({ until: Date.parse(endTime) + 30 * 60_000 });
    expect(
      captured
        .calls()
        .slice(before)
        .map(({ pageNumber }) => pageNumber),
    ).toEqual(pages);
    expect(await captured.capture('participants')).toMatchObject({ state: 'captured', polls: 1 });
    expect(await captured.isExact('participants')).toBe(true);
  });
});

test('a poll that fails again and again goes on where it stopped', async () => {
  // Each page of seven is refused for as long as quick tries go on, once.
  const faults = [2, 3, 4, 5, 6].map(
    (page): Fault => ({ kind: 'server-error', match: { page }, forSeconds: 1e6, times: 4 }),
  );
  await using captured = await rehearse({ only: ['qos'], faults });
  const asked = captured
    .calls()
    .filter(good)
    .map(({ pageNumber }) => pageNumber);
  expect(new Set(asked).size).toBe(asked.length);
  expect(await captured.isExact('qos')).toBe(true);
});

test('a capture is handed over from invocation to invocation, a page in each', async () => {
  await using captured = await rehearse({ timeoutMs: 40_000 });
  for (const dataset of ['participants', 'report', 'qos'] as const) {
    expect((await captured.capture(dataset))?.state).toBe('settled');
    expect(await captured.isExact(dataset)).toBe(true);
  }
  const asked = captured.calls('qos').map(({ pageNumber }) => pageNumber);
  expect(asked).toEqual([1, 2, 3, 4, 5, 6, 7]);
  // Seven pages, and a deferral for the first poll's delay before them.
  expect(captured.fixture.queue).toMatchObject({ dead: [], messages: new Set(), mostReceives: 1 });
});

test.each([
  [13, 'goes on where it was handed over', [3, 4, 5, 6, 7]],
  [15, 'begins anew, since its page token has died', [1, 2, 3, 4, 5, 6, 7]],
])('a message that is handed over and waits behind others for %i minutes %s', async (minutes, _what, pages) => {
  const until = Date.parse(endTime) + 5 * 60_000;
  await using captured = await rehearse({
    only: ['qos'],
    timeoutMs: 40_000,
    zoomCallMs: 20_000,
    drain: { until: until + 50_000 },
  });
  expect(await captured.capture('qos')).toMatchObject({ state: 'running', progress: { pages: 2 } });
  expect(await captured.capture('qos')).not.toHaveProperty('lease');
  const before = captured.calls('qos').length;
  captured.fixture.advance(minutes * 60_000);
  await captured.fixture.drain({ until: captured.fixture.now() + 5 * 60_000 });
  const asked = captured.calls('qos').slice(before);
  expect(asked.map(({ pageNumber }) => pageNumber)).toEqual(pages);
  expect(await captured.isExact('qos')).toBe(true);
});

test('two events for one meeting start it once', async () => {
  const meeting = smallMeeting();
  await using captured = await rehearse({ meeting, drain: { until: 0 } });
  captured.fixture.end(meeting);
  await captured.fixture.drain({ atOnce: 10 });
  await using single = await rehearse({ meeting });
  expect(apiCalls(captured.fixture).length).toBe(apiCalls(single.fixture).length);
  expect(await captured.fixture.rowItems()).toEqual(await single.fixture.rowItems());
});
