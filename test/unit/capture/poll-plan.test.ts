import { describe, expect, test } from 'vitest';
import { datasetWaits } from '../../../shared/datasets/datasets.ts';
import type { Capture } from '../../../shared/domain/capture/capture.ts';
import {
  finishPoll,
  finishSnapshot,
  giveUp,
  settle,
  settleEmpty,
  waitForAny,
  waitForRows,
} from '../../../shared/domain/capture/poll-plan.ts';
import { scaledWaits } from '../../../shared/domain/capture/waits.ts';
import { knownDatasets, mayHaveNone } from '../../../shared/domain/dataset.ts';
import { omit } from '../../../shared/domain/omit.ts';
import { captureAt, iso, now, progressOf } from './capture-fixture.ts';

const waits = scaledWaits(1);
const minute = 60_000;
const hour = 60 * minute;
const hash = progressOf().contentHash;
const whole = progressOf({ rows: 600, expectedRows: 600, complete: true });
const finish = (changes: Partial<Capture>, progress = whole, at = now) =>
  finishPoll({ ...captureAt(changes), progress }, at, waits);

describe('a poll that brought rows', () => {
  test('is captured, with the next poll at the next planned age', () => {
    expect(finish({ endTime: iso(-10 * minute), registeredAt: iso(-10 * minute) })).toMatchObject({
      state: 'captured',
      polls: 1,
      rows: 600,
      expectedRows: 600,
      capturedAt: iso(0),
      nextPollAt: iso(50 * minute),
    });
    // The meeting ended an hour ago: that planned poll is past.
    expect(finish({}).nextPollAt).toBe(iso(23 * hour));
  });

  test('is settled when it agrees with the one before', () => {
    const before = { polls: 1, contentHash: hash, expectedRows: 600 };
    expect(finish(before)).toMatchObject({ state: 'settled', polls: 2, settledAt: iso(0) });
    expect(finish({ ...before, contentHash: 'other' }).state).toBe('captured');
    // Zoom counted other rows then, so that one of the two was early.
    expect(finish({ ...before, expectedRows: 1_200 }).state).toBe('captured');
  });

  test('past the plan comes again after its longest wait, for as long as polls differ', () => {
    const late = { endTime: iso(-48 * hour), registeredAt: iso(-48 * hour), contentHash: 'other' };
    const again = { state: 'captured', nextPollAt: iso(24 * hour) };
    expect(finish({ ...late, polls: 4 })).toMatchObject(again);
    // Its plan has one later poll alone.
    expect(finish({ ...late, polls: 4, dataset: 'registrants' })).toMatchObject(again);
  });

  test.each([
    [8, 'captured'],
    [9, 'settled'],
  ])('after %i polls that differ is %s', (polls, state) => {
    expect(finish({ polls, contentHash: 'other' }).state).toBe(state);
  });

  test.each([
    [5 * minute - 1, 'captured'],
    [5 * minute, 'settled'],
  ])('of QoS %i ms after the end is %s', (age, state) => {
    const end = { endTime: iso(-age), registeredAt: iso(-age) };
    expect(finish({ dataset: 'qos', ...end }).state).toBe(state);
  });

  test('counts waits from when it was first heard of', () => {
    expect(finish({ endTime: iso(-20 * hour), registeredAt: iso(0) }).nextPollAt).toBe(iso(hour));
  });

  test.each([
    [0, 24 * hour - 1, 'captured'],
    [0, 24 * hour, 'settled'],
    [1, 24 * hour, 'captured'],
  ])('after %i others, of a meeting heard of %i ms after its end, is %s', (polls, age, state) => {
    const heardOfLate = { polls, contentHash: 'other', endTime: iso(-age), registeredAt: iso(0) };
    expect(finish(heardOfLate).state).toBe(state);
  });

  test('a day late is polled again where the meeting was heard of in time', () => {
    expect(finish({ polls: 0, endTime: iso(-48 * hour), registeredAt: iso(-48 * hour) }).state).toBe('captured');
  });

  test('forgets faults, lease and progress', () => {
    const lastError = { at: iso(0), name: 'x', message: 'y' };
    const done = finish({
      lastError,
      lease: { owner: 'm', until: iso(1) },
      parked: 2,
      failures: 3,
      pollFailures: 4,
    });
    expect([done.lastError, done.lease, done.progress]).toEqual([undefined, undefined, undefined]);
    expect([done.parked, done.failures, done.pollFailures]).toEqual([0, 0, undefined]);
  });

  test('says no more that unfinished rows are stored', () => {
    const done = finish({ unfinishedRows: true, storedRows: 7, settledAt: iso(-1) });
    expect([done.unfinishedRows, done.storedRows, done.settledAt]).toEqual([undefined, undefined, undefined]);
  });

  test('keeps to the kind in whose lists they were', () => {
    expect(finish({}, progressOf({ kind: 'webinar' })).kind).toBe('webinar');
    expect(finish({}).kind).toBe('meeting');
  });
});

describe('a poll that somebody asked for before the plan has one', () => {
  const early = { plannedAt: iso(1), polls: 1, contentHash: hash, expectedRows: 600, notReady: 2 };

  test('brings its rows and leaves the plan: two polls that agree by then settle nothing', () => {
    const done = finish({ ...early, contentHash: 'other' });
    expect(done).toMatchObject({ state: 'captured', polls: 2, nextPollAt: iso(1), plannedAt: iso(1), notReady: 2 });
    expect(finish(early)).toMatchObject({ state: 'captured', nextPollAt: iso(1) });
    expect(finish({ ...early, plannedAt: iso(0) }).state).toBe('settled');
  });

  test('is no step of the waiting for rows', () => {
    const running = { ...captureAt({ plannedAt: iso(1), notReady: 8 }), progress: progressOf({ pages: 0 }) };
    expect(waitForRows(running, now, waits)).toMatchObject({ nextPollAt: iso(1), notReady: 8 });
    expect(waitForRows({ ...running, plannedAt: iso(0) }, now, waits)).toBeUndefined();
  });
});

describe('half-ready rows', () => {
  const half = progressOf({ rows: 599, expectedRows: 600 });

  test.each([
    [599, 600, 0, 1],
    [600, 600, 0, 0],
    [601, 600, 0, 0],
    [600, 600, 1, 1],
  ])('%i of %i rows, %i not worked out: counted %i', (rows, expectedRows, halfReadyRows, notReady) => {
    expect(finish({}, progressOf({ rows, expectedRows, halfReadyRows })).notReady).toBe(notReady);
  });

  test.each(waits.notReady.map((wait, index) => [index, wait]))('for the %i. time wait %i ms', (notReady, wait) => {
    expect(finish({ notReady }, half).nextPollAt).toBe(iso(wait));
  });

  test('past the last wait are taken as they are', () => {
    expect(finish({ notReady: 8 }, half).state).toBe('settled');
  });

  test.each([
    [3, 'captured'],
    [4, 'settled'],
  ])('that look the same again, after %i of them: %s', (notReady, state) => {
    expect(finish({ notReady, polls: 2, contentHash: hash, expectedRows: 600 }, half).state).toBe(state);
  });
});

describe('a poll without rows', () => {
  const wait = (changes: Partial<Capture>) =>
    waitForRows({ ...captureAt(changes), progress: progressOf({ pages: 0 }) }, now, waits);

  test('waits by the plan, to its end', () => {
    expect(waits.notReady.map((_, notReady) => wait({ notReady })?.nextPollAt)).toEqual(waits.notReady.map(iso));
    expect(wait({ notReady: 7 })).toMatchObject({ state: 'waiting', notReady: 8 });
    expect(wait({ notReady: 8 })).toBeUndefined();
  });

  test('keeps what an earlier poll stored, and what Zoom said', () => {
    const lastError = { at: iso(0), name: 'ZoomNotReadyError', message: 'Not yet.' };
    const kept = { polls: 1, rows: 7, contentHash: hash, lastError };
    expect(wait(kept)).toMatchObject({ ...kept, state: 'captured' });
  });

  test('forgets the lease and the transient failures of the poll', () => {
    const waiting = wait({ lease: { owner: 'm', until: iso(1) }, pollFailures: 4 });
    expect([waiting?.lease, waiting?.pollFailures, waiting?.progress]).toEqual([undefined, undefined, undefined]);
  });

  test('waits for a day in all', () => {
    expect(waits.notReady.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThanOrEqual(23 * hour);
  });
});

describe('a poll without rows of a dataset that a meeting may have nothing of', () => {
  const mayBeNone = knownDatasets.filter(mayHaveNone);
  const ask = (changes: Partial<Capture>) =>
    waitForAny({ ...captureAt(changes), progress: progressOf({ pages: 0 }) }, now, waits);

  test.each(mayBeNone)('%s: is believed after as many polls as the dataset says', (dataset) => {
    const { emptyAfterPolls = 0 } = datasetWaits[dataset];
    const inTime = { dataset, endTime: iso(-hour), registeredAt: iso(-hour), plannedAt: iso(0) };
    const polls = Array.from({ length: emptyAfterPolls }, (_, notReady) => ask({ ...inTime, notReady }));
    const next = iso((waits.settling[dataset].find((wait) => wait > hour) ?? 0) - hour);
    expect(polls.slice(0, -1).map((waiting) => waiting?.nextPollAt)).toEqual(polls.slice(1).map(() => next));
    for (const [notReady, waiting] of polls.slice(0, -1).entries()) {
      expect(waiting).toStrictEqual({
        ...captureAt({ ...inTime, notReady: notReady + 1 }),
        nextPollAt: next,
        plannedAt: next,
      });
    }
    expect(polls.at(-1)).toBeUndefined();
    expect(ask({ ...inTime, notReady: emptyAfterPolls })).toBeUndefined();
  });

  test.each(mayBeNone)('%s: is believed at once where the meeting was heard of late', (dataset) => {
    const late = { dataset, endTime: iso(-100 * hour), registeredAt: iso(0), notReady: 0 };
    expect(ask(late)).toBeUndefined();
    expect(ask({ ...late, plannedAt: iso(0) })).toBeUndefined();
  });

  test.each(mayBeNone)('%s: leaves the plan where somebody asked before it has one', (dataset) => {
    const lease = { owner: 'm', until: iso(1) };
    const early = { dataset, endTime: iso(-48 * hour), plannedAt: iso(1), notReady: 7 };
    expect(ask({ ...early, lease, pollFailures: 4 })).toStrictEqual(captureAt({ ...early, nextPollAt: iso(1) }));
    expect(ask({ ...early, contentHash: hash })?.state).toBe('captured');
  });
});

describe('a snapshot', () => {
  const running = { ...captureAt({ type: 'live', rows: 3, unfinishedRows: true }), progress: progressOf({ rows: 9 }) };

  test('has the rows of its poll, and no plan', () => {
    const taken = finishSnapshot(running, 'rows', now);
    expect(taken).toMatchObject({ state: 'live', polls: 1, rows: 9, capturedAt: iso(0) });
    expect([taken.nextPollAt, taken.unfinishedRows]).toEqual([undefined, undefined]);
    const counted = { ...running, expectedRows: 4 };
    expect(finishSnapshot(counted, 'rows', now)).not.toHaveProperty('expectedRows');
  });

  test('keeps the rows of the one before where Zoom has none', () => {
    expect(finishSnapshot(running, 'no-rows', now)).toMatchObject({ state: 'live', polls: 1, rows: 3 });
  });
});

test('waits scale, and refuse a scale that is none', () => {
  expect(scaledWaits(0.001).notReady[0]).toBe(300);
  expect(scaledWaits(0.001)).toMatchObject({ patience: 86_400, firstPoll: { report: 900 } });
  for (const scale of [0, -1, Number.NaN, Infinity]) expect(() => scaledWaits(scale)).toThrow(/TIME_SCALE must be/);
});

describe('what is left of a capture that knew everything', () => {
  const lastError = { at: iso(-5), name: 'x', message: 'y' };
  const known = {
    ...captureAt({
      state: 'running',
      nextPollAt: iso(-2),
      plannedAt: iso(-1),
      lastError,
      lease: { owner: 'm', until: iso(9) },
      failingSince: iso(-3),
      expectedRows: 5,
      erased: 2,
      leftOut: 3,
      unfinishedRows: true,
      storedRows: 7,
      settledAt: iso(-4),
      contentHash: 'other',
      polls: 2,
      parked: 1,
      failures: 1,
      pollFailures: 4,
      notReady: 1,
      rows: 9,
      pages: 1,
    }),
    progress: whole,
  };
  const ended = omit(
    known,
    'progress',
    'lease',
    'nextPollAt',
    'plannedAt',
    'lastError',
    'pollFailures',
    'failingSince',
  );
  const counted = omit(ended, 'expectedRows', 'erased', 'leftOut', 'unfinishedRows', 'storedRows');
  const brought = { rows: 600, pages: 2, contentHash: hash, expectedRows: 600 };

  test('is all but the poll when it is settled, empty or given up', () => {
    expect(settle(known, now)).toStrictEqual({ ...ended, state: 'settled', settledAt: iso(0) });
    expect(settleEmpty(known, now)).toStrictEqual({ ...ended, state: 'empty', settledAt: iso(0), polls: 3 });
    expect(giveUp(known, 'failed')).toStrictEqual({ ...ended, state: 'failed' });
    expect(giveUp(known, 'unavailable', lastError)).toStrictEqual({ ...ended, state: 'unavailable', lastError });
  });

  test('is what the poll brought when it ends with rows', () => {
    const calm = { parked: 0, failures: 0, polls: 3, capturedAt: iso(0) };
    const next = { nextPollAt: iso(23 * hour), plannedAt: iso(23 * hour) };
    const captured = { ...omit(counted, 'settledAt'), ...brought, ...calm, ...next, notReady: 0, type: 'past' };
    expect(finishPoll(known, now, waits)).toStrictEqual({ ...captured, state: 'captured' });
    expect(finishSnapshot(known, 'rows', now)).toStrictEqual({ ...counted, ...brought, ...calm, state: 'live' });
  });

  test('is silent of what a poll did not bring, and tells of rows that were left out', () => {
    const bare = omit(progressOf({ complete: true }), 'expectedRows');
    expect(finishPoll({ ...known, progress: bare }, now, waits)).not.toHaveProperty('expectedRows');
    expect(finishPoll({ ...known, progress: bare }, now, waits)).not.toHaveProperty('erased');
    expect(finishPoll({ ...known, progress: { ...bare, erased: 4, leftOut: 6 } }, now, waits)).toMatchObject({
      erased: 4,
      leftOut: 6,
    });
  });

  test('is all of an earlier snapshot where there were no rows, with the fault if there was one', () => {
    const live = { ...ended, state: 'live', polls: 3, parked: 0, failures: 0 };
    expect(finishSnapshot(known, 'no-rows', now)).toStrictEqual({ ...live, lastError });
    expect(finishSnapshot({ ...omit(known, 'lastError') }, 'no-rows', now)).toStrictEqual(live);
  });
});

test('a first poll agrees with nobody, whatever hash its capture has', () => {
  expect(finish({ polls: 0, contentHash: hash, expectedRows: 600 }).state).toBe('captured');
});
