import { describe, expect, test } from 'vitest';
import { admit } from '../../../shared/domain/admission.ts';
import type { CaptureMessage } from '../../../shared/domain/capture-message.ts';
import { captureAt, iso, message, now } from './capture-fixture.ts';

const admitted = (changes: Partial<CaptureMessage>, capture: Parameters<typeof captureAt>[0], messageId = 'mine') =>
  admit({ ...message, ...changes }, captureAt(capture), messageId, now);

describe('a message for a capture', () => {
  test.each([
    [1, 0, 'look'],
    [1, 1, 'done'],
    [2, 1, 'look'],
    [1, 2, 'done'],
  ] as const)('for look %i after %i looks: %s', (look, looks, kind) => {
    expect(admitted({ look }, { looks }).kind).toBe(kind);
  });

  test.each([
    ['settled', 'event', 'done'],
    ['failed', 'event', 'done'],
    ['failed', 'demand', 'look'],
    ['captured', 'event', 'look'],
    ['parked', 'event', 'look'],
  ] as const)('that is %s, by %s: %s', (state, reason, kind) => {
    expect(admitted({ reason, look: 3 }, { state, looks: 2 }).kind).toBe(kind);
  });

  test('waits for its own time, to the millisecond', () => {
    expect(admitted({ notBefore: iso(1) }, {})).toEqual({ kind: 'hop', until: now + 1 });
    expect(admitted({ notBefore: iso(0) }, {}).kind).toBe('look');
  });

  test('waits for the next planned look, unless a person asked', () => {
    expect(admitted({}, { nextLookAt: iso(1) })).toEqual({ kind: 'hop', until: now + 1 });
    expect(admitted({}, { nextLookAt: iso(0) }).kind).toBe('look');
    expect(admitted({ reason: 'demand' }, { nextLookAt: iso(60_000) }).kind).toBe('look');
  });

  test('waits for the worker that has it, 15 seconds at most and not beyond its lease', () => {
    const lease = (ms: number) => ({ lease: { owner: 'other', until: iso(ms) } });
    expect(admitted({}, lease(60_000))).toEqual({ kind: 'hop', until: now + 15_000 });
    expect(admitted({}, lease(15_001))).toEqual({ kind: 'hop', until: now + 15_000 });
    expect(admitted({}, lease(1))).toEqual({ kind: 'hop', until: now + 1 });
    expect(admitted({}, lease(0)).kind).toBe('look');
    expect(admitted({}, lease(60_000), 'other').kind).toBe('look');
  });
});
