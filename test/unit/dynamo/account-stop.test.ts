import { expect, test } from 'vitest';
import { healthy, type Stop } from '../../../shared/domain/outage/account-health.ts';
import { callsSince, readAccountCalls, resumeCalls } from '../../../shared/dynamo/control/rate/account-stop.ts';
import { createRateItem } from '../../../shared/dynamo/control/rate/rate-item.ts';
import { tables } from '../../support/capture/tables.ts';
import { createMemoryDynamo } from '../../support/memory/memory-table.ts';

const now = Date.parse('2026-11-20T12:00:00Z');
const minute = 60_000;
const outage: Stop = { cause: 'outage', since: now - minute, nextProbeAt: now + minute, probes: 2 };
const dayLimit = (until: number): Stop => ({ ...outage, cause: 'day-limit', until });

/** An account whose calls were made today, and are held by this stop. */
async function stoppedBy(stop: Stop | undefined, stopUntil = now + 60 * minute) {
  const memory = createMemoryDynamo({ tables });
  const control = { client: memory.client, table: 'Control', accountId: 'account' };
  const item = createRateItem(control);
  await item.beginDay('2026-11-20', 7, undefined);
  const begun = await item.read();
  if (begun && stop) await item.changeHealth({ health: { ...healthy, stop }, stopUntil }, begun);
  return { memory, control, item };
}

test('calls of an account that nobody has called for were never stopped, and nothing is to be resumed', async () => {
  const { client } = createMemoryDynamo({ tables });
  const control = { client, table: 'Control', accountId: 'nobody' };
  expect(await callsSince(control, now)).toBe(0);
  expect(await readAccountCalls(control, now)).toBeUndefined();
  expect(await resumeCalls(control, now)).toBeUndefined();
});

test('calls that were never stopped go on since ever', async () => {
  const { control, memory } = await stoppedBy(undefined);
  const before = memory.revision();
  expect(await callsSince(control, now)).toBe(0);
  expect(await resumeCalls(control, now)).toBeUndefined();
  expect(memory.revision()).toBe(before);
});

test.each([
  ['an outage', outage, Infinity],
  ['a daily limit a millisecond before its end', dayLimit(now + 1), Infinity],
  ['a daily limit at its end', dayLimit(now), now],
])('calls that are stopped by %s go on since %d', async (_what, stop, since) => {
  const { control } = await stoppedBy(stop);
  expect(await callsSince(control, now)).toBe(since);
});

test('an account tells of its stop for as long as that is in force', async () => {
  const { control } = await stoppedBy(dayLimit(now + minute));
  const told = { day: '2026-11-20', calls: 7, failingMeetings: 0 };
  expect(await readAccountCalls(control, now)).toStrictEqual({ ...told, stop: dayLimit(now + minute) });
  expect(await readAccountCalls(control, now + minute)).toStrictEqual(told);
});

test('a stop that is resumed ends at once, with its slots, and is told as the last one', async () => {
  const { control, item } = await stoppedBy(outage);
  expect((await item.read())?.stopUntil).toBeGreaterThan(now);
  expect(await resumeCalls(control, now)).toEqual(outage);
  expect(await callsSince(control, now + 1)).toBe(now);
  expect(await readAccountCalls(control, now)).toEqual({
    day: '2026-11-20',
    calls: 7,
    failingMeetings: 0,
    lastStop: { cause: 'outage', since: outage.since, endedAt: now },
  });
  // Calls may be leased from now on, and no earlier.
  const { stopUntil = 0, nextCallAt = 0 } = (await item.read()) ?? {};
  expect(Math.max(stopUntil, nextCallAt)).toBeLessThanOrEqual(now);
  expect(await resumeCalls(control, now)).toBeUndefined();
});

test('a stop that others change while it is resumed is read again, five times at most', async () => {
  const { memory, item } = await stoppedBy(outage);
  let changes = 0;
  const busy = (most: number) =>
    memory.connect(async (operation, _input, run) => {
      const changed = changes < most && operation === 'UpdateItem';
      const state = changed ? await item.read() : undefined;
      if (state) {
        changes += 1;
        await item.changeHealth({ health: { ...healthy, stop: { ...outage, probes: 2 + changes } } }, state);
      }
      return run();
    });
  const through = (most: number) => resumeCalls({ client: busy(most), table: 'Control', accountId: 'account' }, now);
  await expect(through(5)).rejects.toThrow('Try once more.');
  changes = 0;
  expect(await through(4)).toMatchObject({ cause: 'outage', probes: 6 });
});
