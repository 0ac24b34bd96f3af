import { expect, test } from 'vitest';
import {
  type AccountHealth,
  comeBackAt,
  type HealthEvent,
  healthy,
  isProbeFor,
  isSuspect,
  nextHealth,
  stopAt,
  stopEndedAt,
} from '../../../shared/domain/outage/account-health.ts';
import { scaledProbeWaits } from '../../../shared/domain/outage/probe-waits.ts';

const noon = Date.parse('2026-11-20T12:00:00Z');
const minute = 60_000;
const waits = scaledProbeWaits(1);

/** The health after these events, each so many minutes after noon. */
const after = (events: readonly (readonly [at: number, event: HealthEvent])[], from = healthy): AccountHealth =>
  events.reduce((health, [at, event]) => nextHealth(health, event, { now: noon + at * minute, waits }), from);
const failed = (name: string): HealthEvent => ({ kind: 'failed', name });
const answered = (at: number): HealthEvent => ({ kind: 'answered', askedAt: noon + at * minute });
const outage = after([
  [0, failed('a')],
  [0.1, failed('b')],
  [0.2, failed('c')],
]);
const minutesTo = (at = 0) => Math.round(((at - noon) / minute) * 10) / 10;

test('three meetings in a row without a good answer are an outage, which began with the first', () => {
  expect(outage.stop).toMatchObject({ cause: 'outage', since: noon, probes: 0 });
  expect(minutesTo(outage.stop?.nextProbeAt)).toBe(1.2);
});

test('one sick meeting is no outage, however often it fails', () => {
  const events = Array.from({ length: 50 }, (_, at) => [at, failed('a')] as const);
  expect(after(events).stop).toBeUndefined();
});

test.each([
  [6, 1, false],
  [7, 1, true],
  [4, 4, true],
  [8, 0, false],
])('%i failed calls for one meeting and %i for another are an outage: %j', (ofOne, ofOther, isOutage) => {
  const events = [...Array.from({ length: ofOne }, () => 'a'), ...Array.from({ length: ofOther }, () => 'b')];
  expect(after(events.map((name, at) => [at / 10, failed(name)])).stop !== undefined).toBe(isOutage);
});

test('failures that a good answer comes between are no outage', () => {
  const health = after([
    [0, failed('a')],
    [0.1, failed('b')],
    [0.2, answered(0.1)],
    [0.3, failed('c')],
  ]);
  expect(health).toEqual({ failing: [{ name: 'c', at: noon + 0.3 * minute, calls: 1 }] });
});

test('a failure of a quarter of an hour ago does not count towards an outage', () => {
  const health = after([
    [0, failed('a')],
    [14, failed('b')],
    [15, failed('c')],
  ]);
  expect(health.stop).toBeUndefined();
});

test('one call at a time probes an outage: 1, 2, 5, 10 and then every 15 minutes after the one before', () => {
  let health = outage;
  const gaps: number[] = [];
  let before = noon + 0.2 * minute;
  for (let probe = 0; probe < 7; probe += 1) {
    const at = health.stop?.nextProbeAt ?? 0;
    gaps.push((at - before) / minute);
    health = nextHealth(health, { kind: 'probed' }, { now: at, waits });
    const second = nextHealth(health, { kind: 'probed' }, { now: at + 1_000, waits });
    expect(second).toBe(health);
    health = nextHealth(health, failed(`meeting-${probe}`), { now: at + 25_000, waits });
    before = at;
  }
  expect(gaps).toEqual([1, 2, 5, 10, 15, 15, 15]);
  expect(health.stop?.probes).toBe(7);
});

test('a good answer to a probe ends an outage, and says when it ended', () => {
  const health = after(
    [
      [1.2, { kind: 'probed' }],
      [1.3, answered(1.2)],
    ],
    outage,
  );
  expect(health).toEqual({
    failing: [],
    lastStop: { cause: 'outage', since: noon, endedAt: noon + 1.3 * minute },
  });
  expect(stopEndedAt(health, noon + 2 * minute)).toBe(noon + 1.3 * minute);
});

test('an answer to a call that began before the outage, or with it, does not end it; one to a later call does', () => {
  expect(after([[1, answered(-0.1)]], outage)).toBe(outage);
  expect(after([[1, answered(0)]], outage)).toBe(outage);
  expect(after([[1, answered(0.001)]], outage).stop).toBeUndefined();
});

test('while a probe has no answer nobody else probes, for half a minute, however short the waits are', () => {
  const short = scaledProbeWaits(0.001);
  const at = noon + 2 * minute;
  const probing = nextHealth(outage, { kind: 'probed' }, { now: at, waits: short });
  const may = (ms: number) =>
    probing.stop !== undefined && isProbeFor(probing.stop, { now: at + ms, waits: short }, false);
  expect([probing.stop?.probes, may(29_999), may(30_000)]).toEqual([1, false, true]);
  const again = (ms: number) => nextHealth(probing, { kind: 'probed' }, { now: at + ms, waits: short });
  expect([again(29_999), again(30_000).stop?.probes]).toEqual([probing, 2]);
});

test('a worker that died with its probe is waited for half a minute, and no longer', () => {
  const probing = after([[5, { kind: 'probed' }]], outage);
  const stop = stopAt(probing, noon + 7 * minute);
  expect(stop && isProbeFor(stop, { now: noon + 5.1 * minute, waits }, false)).toBe(false);
  expect(stop && isProbeFor(stop, { now: noon + 7 * minute, waits }, false)).toBe(true);
});

test('those in a hurry come back within 20 seconds of the next probe, and those who can wait in the minute after', () => {
  const { stop } = outage;
  const at = (canWait: boolean, random: number) =>
    stop && comeBackAt(stop, { now: noon + 0.5 * minute, waits }, { canWait, random }) - stop.nextProbeAt;
  expect([at(false, 0), at(false, 1), at(true, 0), at(true, 1)]).toEqual([0, 20_000, 20_000, 60_000]);
});

test('while a probe has no answer, those whom the stop puts off come back once it must have one', () => {
  const { stop } = after([[2, { kind: 'probed' }]], outage);
  const at = (seconds: number) => noon + 2 * minute + seconds * 1_000;
  const back = (now: number) => (stop ? comeBackAt(stop, { now, waits }, { canWait: false, random: 0 }) - now : 0);
  expect([back(at(0)), back(at(29.999)), back(at(30))]).toEqual([20_000, 20_000, 90_000]);
});

test('a probe without a good answer leaves the way to the next one free', () => {
  const failing = after(
    [
      [2, { kind: 'probed' }],
      [2.1, failed('a')],
    ],
    outage,
  );
  expect(failing.stop).toMatchObject({ probes: 1, nextProbeAt: noon + 4 * minute });
  expect(failing.stop).not.toHaveProperty('probingUntil');
});

test('four calls without a good answer, of whatever meetings, are no hiccup, until one has some', () => {
  const calls = ['a', 'b', 'a', 'a'].map((name, at) => [at / 10, failed(name)] as const);
  expect([isSuspect(healthy), isSuspect(after(calls.slice(0, 3))), isSuspect(after(calls))]).toEqual([
    false,
    false,
    true,
  ]);
  const better = after([...calls, [1, answered(0.9)]]);
  expect([better, isSuspect(better)]).toEqual([{ failing: [] }, false]);
});

test('a stop has not ended before its end, and where there was none none has', () => {
  const limit = { cause: 'day-limit', since: noon, until: noon + minute, nextProbeAt: noon, probes: 0 } as const;
  const lastStop = { cause: 'outage', since: noon - 9, endedAt: noon - 5 } as const;
  const health = { failing: [], stop: limit, lastStop };
  expect([-1, 0].map((ms) => stopEndedAt(health, noon + minute + ms))).toEqual([noon - 5, noon + minute]);
  expect(stopEndedAt(outage, noon + minute)).toBe(0);
});

test('waits of probes scale', () => {
  expect(scaledProbeWaits(0.5)).toMatchObject({ spread: 10_000, dayLimit: [30_000, 150_000, 450_000, 900_000] });
});

test('who can wait is the probe only where nobody in a hurry has come for 20 seconds', () => {
  const stop = stopAt(outage, noon + minute);
  const may = (at: number, canWait: boolean) => stop && isProbeFor(stop, { now: noon + at * minute, waits }, canWait);
  expect([may(1.1, false), may(1.2, false), may(1.2, true), may(1.6, true)]).toEqual([false, true, false, true]);
});

const limited = (until: number, isStated: boolean): HealthEvent => ({
  kind: 'day-limited',
  until: noon + until * minute,
  isStated,
});

test("a day's limit whose end Zoom does not say is asked about after 1, 5, 15 and then every 30 minutes", () => {
  let health = after([[0, limited(720, false)]]);
  const gaps: number[] = [];
  let before = noon;
  for (let probe = 0; probe < 5; probe += 1) {
    const at = health.stop?.nextProbeAt ?? 0;
    gaps.push((at - before) / minute);
    health = nextHealth(health, { kind: 'probed' }, { now: at, waits });
    health = nextHealth(health, limited(720, false), { now: at + 300, waits });
    before = at;
  }
  expect(gaps).toEqual([1, 5, 15, 30, 30]);
  expect(health.stop).toMatchObject({ cause: 'day-limit', since: noon, until: noon + 720 * minute });
});

test("a day's limit whose end Zoom says is asked about at half of it, and is over by itself at the end", () => {
  const health = after([[0, limited(240, true)]]);
  expect(minutesTo(health.stop?.nextProbeAt)).toBe(120);
  expect(stopAt(health, noon + 239 * minute)).toBeDefined();
  expect(stopAt(health, noon + 240 * minute)).toBeUndefined();
  expect(stopEndedAt(health, noon + 250 * minute)).toBe(noon + 240 * minute);
});

test("a good answer to a probe ends a day's limit; one to a call from before the probe does not", () => {
  const stopped = after([[0, limited(240, true)]]);
  expect(after([[0.1, answered(0.05)]], stopped)).toBe(stopped);
  const probed = after([[121, { kind: 'probed' }]], stopped);
  expect(after([[121.1, answered(-1)]], probed)).toBe(probed);
  expect(after([[121.1, answered(121)]], probed).stop).toBeUndefined();
});

test('several answers at once that the limit is reached are one stop', () => {
  const stopped = after([[0, limited(720, false)]]);
  expect(after([[0.01, limited(721, false)]], stopped)).toBe(stopped);
});

test('a person ends a stop of either kind, and where there is none nothing changes', () => {
  const resumed: HealthEvent = { kind: 'resumed' };
  expect(after([[3, resumed]], outage)).toMatchObject({ lastStop: { cause: 'outage', endedAt: noon + 3 * minute } });
  expect(
    after([
      [0, limited(720, false)],
      [3, resumed],
    ]).stop,
  ).toBeUndefined();
  expect(after([[3, resumed]])).toBe(healthy);
});
