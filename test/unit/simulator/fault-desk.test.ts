import { describe, expect, test } from 'vitest';
import type { Fault } from '../../../local/simulator/faults/fault.ts';
import { createFaultDesk, type FaultSubject } from '../../../local/simulator/faults/fault-desk.ts';
import { seededRandom } from '../../../local/simulator/rows/random.ts';

const call = {
  endpoint: 'metrics-meeting-qos',
  kind: 'meeting',
  dataset: 'qos',
  uuid: 'a==',
  meetingId: '1',
  page: 1,
} as const;

function desk(faults: Fault[]) {
  const made = createFaultDesk({ now: () => 0, random: seededRandom(3) });
  made.set(faults);
  return (subject: Partial<FaultSubject> = {}) => made.take({ ...call, ...subject })?.kind;
}

describe('the fault desk', () => {
  test('the fault desk takes the first fault that fits and has uses left', () => {
    const take = desk([
      { kind: 'timeout', times: 2 },
      { kind: 'slow', delayMs: 1, times: 1 },
    ]);
    expect([take(), take(), take(), take()]).toEqual(['timeout', 'timeout', 'slow', undefined]);
  });

  test.each([
    [{ uuid: 'a==' }, true],
    [{ uuid: 'b==' }, false],
    [{ meetingId: '1' }, true],
    [{ dataset: 'report' }, false],
    [{ kind: 'webinar' }, false],
    [{ endpoint: 'metrics-meeting-qos' }, true],
    [{ endpoint: 'oauth' }, false],
    [{ page: 2 }, false],
    [{ uuid: 'a==', page: 1, dataset: 'qos' }, true],
  ] satisfies [Fault['match'], boolean][])('the fault desk matches %o: %s', (match, fits) => {
    expect(desk([{ kind: 'timeout', match }])()).toBe(fits ? 'timeout' : undefined);
  });

  test('the fault desk leaves OAuth alone unless it is named', () => {
    expect(desk([{ kind: 'timeout' }])({ endpoint: 'oauth' })).toBeUndefined();
  });

  test('the fault desk spoils the n-th fitting call only', () => {
    const take = desk([{ kind: 'timeout', match: { nthCall: 2, dataset: 'qos' } }]);
    expect([take(), take({ dataset: 'report' }), take(), take()]).toEqual([undefined, undefined, 'timeout', undefined]);
  });

  test('the fault desk spoils about the share it is told to, the same calls in every run', () => {
    const run = () => {
      const take = desk([{ kind: 'timeout', match: { probability: 0.25 } }]);
      return Array.from({ length: 1000 }, () => take());
    };
    expect(run().filter(Boolean).length).toBeGreaterThan(200);
    expect(run().filter(Boolean).length).toBeLessThan(300);
    expect(run()).toEqual(run());
  });

  test.each(['polls', 'looks'] as const)(
    'the fault desk counts %s for each list by itself, by its first pages',
    (name) => {
      const take = desk([{ kind: 'timeout', [name]: 1 }]);
      expect([take(), take({ page: 2 }), take({ uuid: 'b==' }), take(), take({ page: 2 })]).toEqual([
        'timeout',
        'timeout',
        'timeout',
        undefined,
        undefined,
      ]);
    },
  );

  test('the fault desk spoils the n-th fitting call and all later ones', () => {
    const take = desk([{ kind: 'timeout', match: { fromCall: 2, dataset: 'qos' } }]);
    const calls = [take(), take({ dataset: 'report' }), take(), take(), take({ page: 7 })];
    expect(calls).toEqual([undefined, undefined, 'timeout', 'timeout', 'timeout']);
  });

  test('the fault desk spoils some calls from the n-th fitting one on', () => {
    const take = desk([{ kind: 'timeout', times: 2, match: { fromCall: 2 } }]);
    expect([take(), take(), take(), take()]).toEqual([undefined, 'timeout', 'timeout', undefined]);
  });

  test('the fault desk moves no rows on a first page, and does not count it', () => {
    const take = desk([{ kind: 'moving-rows', times: 1 }]);
    expect([take(), take({ page: 2 }), take({ page: 3 })]).toEqual([undefined, 'moving-rows', undefined]);
  });
});
