import { expect, test } from 'vitest';
import type { Capture } from '../../../shared/domain/capture/capture.ts';
import type { Reason } from '../../../shared/domain/capture/capture-message.ts';
import type { Dataset } from '../../../shared/domain/dataset.ts';
import { compareWithStore, type Judging, type Known } from '../../../shared/domain/sweep/missing-captures.ts';
import { nextRescueMs, overdueMs } from '../../../shared/domain/sweep/stuck.ts';
import { captureAt, iso, now } from '../capture/capture-fixture.ts';

const minute = 60_000;
const wanted: readonly Dataset[] = ['participants', 'qos', 'absentees'];
const judging: Judging = {
  now,
  graceMs: 30 * minute,
  expiresAt: undefined,
  reason: 'sweep',
  countedUntil: now - 60 * minute,
};
const old = { endTime: iso(-90 * minute), kind: 'meeting', wanted } as const;

const captured = captureAt({ state: 'settled', run: 3 });
const queued = captureAt({ run: 0 });
const known = (
  captures: Partial<Record<Dataset, Capture>>,
  { registeredAt = iso(-90 * minute), reason = 'event' as Reason } = {},
): Known => ({ meeting: { registeredAt, reason }, captures });
const ofThisSweep = { registeredAt: iso(-60 * minute), reason: 'sweep' } as const;

test('a listed meeting that nobody has heard of misses all of its datasets', () => {
  expect(compareWithStore(old, undefined, judging)).toEqual({
    kind: 'missing',
    datasets: ['participants', 'qos'],
    unheardOf: true,
  });
  expect(compareWithStore({ ...old, kind: 'webinar' }, undefined, judging)).toMatchObject({ datasets: wanted });
});

test('a listed meeting is known with a capture of each dataset, whatever has become of it', () => {
  expect(compareWithStore(old, known({ participants: captured, qos: queued }), judging)).toEqual({ kind: 'known' });
});

test('a listed meeting misses the datasets that have no capture', () => {
  expect(compareWithStore(old, known({ participants: captured }), judging)).toEqual({
    kind: 'missing',
    datasets: ['qos'],
    unheardOf: false,
  });
});

test.each([
  [-30 * minute + 1, 'young'],
  [-30 * minute, 'missing'],
])('a listed meeting that ended %i ms from now is %s: its event may still come', (ms, kind) => {
  expect(compareWithStore({ ...old, endTime: iso(ms) }, undefined, judging).kind).toBe(kind);
  expect(compareWithStore({ ...old, endTime: iso(ms) }, known({ qos: captured }), judging).kind).toBe(kind);
});

test.each([
  [now / 1_000, 'expired'],
  [now / 1_000 + 1, 'missing'],
])('a listed meeting whose rows expire at %i s is %s', (expiresAt, kind) => {
  expect(compareWithStore(old, undefined, { ...judging, expiresAt }).kind).toBe(kind);
});

test('what a sweep that was killed has registered may not be queued, and is counted once more', () => {
  const left = known({ participants: captured, qos: queued }, ofThisSweep);
  expect(compareWithStore(old, left, judging)).toEqual({ kind: 'missing', datasets: ['qos'], unheardOf: true });
  const done = known({ participants: captured, qos: captured }, ofThisSweep);
  expect(compareWithStore(old, done, judging)).toEqual({ kind: 'missing', datasets: [], unheardOf: true });
  const lately = { ...old, endTime: iso(-1) };
  expect(compareWithStore(lately, left, judging)).toMatchObject({ kind: 'missing', datasets: ['qos'] });
});

test.each([
  ['before what is counted', { ...ofThisSweep, registeredAt: iso(-60 * minute - 1) }],
  ['for another reason', { ...ofThisSweep, reason: 'event' }],
] as const)('what was registered %s is not of this sweep', (_when, registered) => {
  const left = known({ participants: captured, qos: queued }, registered);
  expect(compareWithStore(old, left, judging)).toEqual({ kind: 'known' });
});

test('a capture is overdue after an hour, and rescued ever less often, every two days at least', () => {
  const hour = 60 * minute;
  expect(overdueMs).toBe(hour);
  expect([0, 1, 2, 3, 4, 50].map((rescues) => nextRescueMs(rescues) / hour)).toEqual([6, 12, 24, 48, 48, 48]);
});
