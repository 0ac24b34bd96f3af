import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { beforeEach, expect, test } from 'vitest';
import { type Capture, newCapture } from '../../../shared/domain/capture/capture.ts';
import type { Stop } from '../../../shared/domain/outage/account-health.ts';
import { encodeCapture } from '../../../shared/dynamo/captures/capture-item.ts';
import { encodeMeeting } from '../../../shared/dynamo/meetings/meeting-item.ts';
import { tellOutage } from '../../../shared/sweep/tell-outage.ts';
import type { Measurement } from '../../../shared/telemetry/metric-names.ts';
import { tables } from '../../support/capture/tables.ts';
import { createMemoryDynamo } from '../../support/memory/memory-table.ts';

const now = Date.parse('2026-11-20T15:00:00Z');
const minute = 60_000;
const since = now - 55 * minute;
const outage: Stop = { cause: 'outage', since, nextProbeAt: now + 15 * minute, probes: 6 };

let memory: ReturnType<typeof createMemoryDynamo>;
beforeEach(() => {
  memory = createMemoryDynamo({ tables });
});

async function putCapture(uuid: string, account: string, dueAt: number): Promise<void> {
  const endTime = '2026-11-20T13:00:00Z';
  const meeting = { uuid, account, kind: 'meeting', meetingId: '1', endTime } as const;
  const capture: Capture = newCapture(meeting, 'qos', {
    nextPollAt: new Date(dueAt).toISOString(),
    now: new Date(now),
  });
  const known = { ...meeting, endedAt: endTime, registeredAt: endTime, reason: 'event' } as const;
  for (const Item of [encodeMeeting(known, undefined), encodeCapture(capture, undefined)]) {
    await memory.client.send(new PutItemCommand({ TableName: 'Captures', Item }));
  }
}

async function tell(stop: Stop | undefined) {
  const recorded: Measurement[] = [];
  const lines: string[] = [];
  const log = { info: () => {}, warn: (message: string) => void lines.push(message), error: () => {} };
  const deps = {
    store: { client: memory.client, table: 'Captures' },
    stopOf: async () => stop,
    now: () => now,
    record: (one: Measurement) => void recorded.push(one),
    log,
  };
  await tellOutage({ accountId: 'a', name: 'main' }, deps);
  return { recorded, lines };
}

test('an outage is told with its beginning and the captures of the account that are due, and measured in minutes', async () => {
  await putCapture('one==', 'a', now - minute);
  await putCapture('two==', 'a', now);
  await putCapture('later==', 'a', now + minute);
  await putCapture('elsewhere==', 'b', now - minute);
  const { recorded, lines } = await tell(outage);
  expect(lines).toEqual(['Zoom does not answer since 14:05: 2 captures wait, nothing is lost']);
  expect(recorded).toEqual([{ metric: 'OutageMinutes', value: 55, Account: 'main' }]);
});

test('nothing is told of an account whose calls go on, or are stopped by a limit of the day', async () => {
  expect(await tell(undefined)).toEqual({ recorded: [], lines: [] });
  expect(await tell({ ...outage, cause: 'day-limit', until: now + minute })).toEqual({ recorded: [], lines: [] });
});
