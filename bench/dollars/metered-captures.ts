import { receive } from '../../functions/webhook/receive.ts';
import type { SimulatedMeeting } from '../../local/simulator/meeting.ts';
import { generateMeeting } from '../../local/simulator/meetings.ts';
import { endedEvent, signedRequest } from '../../local/simulator/webhook-events.ts';
import { type Dataset, datasets } from '../../shared/domain/dataset.ts';
import type { Measurement } from '../../shared/domain/metric-names.ts';
import { createCaptureStore } from '../../shared/dynamo/capture-store.ts';
import { captureIndexes } from '../../shared/dynamo/schema.ts';
import { startBench } from '../../test/harness/capture-bench.ts';
import { type Consumed, createCapacityMeter } from '../engines/capacity-meter.ts';
import { freshTables } from '../engines/fresh-tables.ts';
import { clientFor } from '../engines/sdk-client.ts';
import type { Dynoxide } from '../engines/start-dynoxide.ts';
import { storedBytes } from '../engines/stored-bytes.ts';
import { mixedSizes } from '../meeting-mix.ts';
import { type AccountSize, dayMs, endsOfDay, minutes, retentionDays } from './account-sizes.ts';
import { accessLineBytes, createLineMeter } from './line-meter.ts';

/** Delivered to a consumer, or recorded, so long after its meeting's end. */
type AfterEnd<Of> = { readonly of: Of; readonly meeting: number; readonly afterMs: number };

export type MeteredCaptures = {
  readonly meetings: readonly SimulatedMeeting[];
  readonly consumed: Consumed;
  readonly tableBytes: number;
  readonly indexBytes: number;
  readonly zoomCalls: number;
  /** To DynamoDB. */
  readonly requests: number;
  /** Messages, the webhook's among them. */
  readonly sends: number;
  readonly deliveries: readonly AfterEnd<Dataset>[];
  readonly looks: readonly AfterEnd<Dataset>[];
  readonly measured: readonly Measurement[];
  /** Of the functions' own lines, and API Gateway's. */
  readonly logBytes: number;
};

const firstDayAt = Date.parse('2026-11-16T00:00:00Z');

/**
 * So many meetings of the mix as they end in an account of this size, from the webhook's signed event until all captures are settled:
 * the product's own code in virtual time against the simulator and an engine that counts capacity rightly.
 * @throws when a capture does not end as settled.
 */
export async function meterCaptures(
  { meetingsPerDay }: AccountSize,
  count: number,
  engine: Dynoxide,
): Promise<MeteredCaptures> {
  await freshTables(engine);
  const days = Array.from({ length: Math.ceil(count / meetingsPerDay) }, (_, day) => firstDayAt + day * dayMs);
  const ends = days.flatMap((day) => endsOfDay(day, meetingsPerDay)).slice(0, count);
  // Large and small ones by turns: 37 has no divisor in common with the count.
  const sizes = mixedSizes(count);
  const meetings = ends.map((endTime, index) =>
    generateMeeting({
      ...{ seed: index + 1, participants: sizes[(index * 37) % count] ?? 2, minutes, endTime: new Date(endTime) },
    }),
  );
  const indexOf = new Map(meetings.map(({ uuid }, index) => [uuid, index]));
  const afterEnd = <Of>(of: Of, uuid: string, at: number): AfterEnd<Of> => {
    const meeting = indexOf.get(uuid) ?? 0;
    return { of, meeting, afterMs: at - (ends[meeting] ?? 0) };
  };

  const meter = createCapacityMeter(engine);
  const lines = createLineMeter('participants');
  const looks: AfterEnd<Dataset>[] = [];
  const measured: Measurement[] = [];
  let requests = 0;
  const record = (measurement: Measurement) => {
    measured.push(measurement);
    lines.record(measurement);
  };
  const bench = await startBench({
    startAt: ends[0] ?? firstDayAt,
    intercept: (call, next) => {
      requests += 1;
      return meter.intercept(call, next);
    },
    voice: (dataset) => ({
      log: {
        ...lines.log,
        info(message, fields) {
          lines.log.info(message, fields);
          if (message === 'look finished') looks.push(afterEnd(dataset, String(fields?.uuid), bench.now()));
        },
      },
      record,
    }),
  });
  const client = clientFor(engine.url);
  try {
    const { credentials } = bench.simulator;
    const { plan } = bench.parts;
    const account = {
      ...credentials,
      name: 'main',
      plan,
      datasets,
      webhookSecretTokens: [credentials.webhookSecretToken],
    };
    const accounts = { readable: async () => ({ accounts: [account], faults: [] }), refresh: async () => {} };
    const { firstLook: waits } = bench.parts.waits;
    for (const [index, meeting] of meetings.entries()) {
      const endedAt = ends[index] ?? 0;
      await bench.drain({ until: endedAt, atOnce: 10 });
      bench.advance(Math.max(0, endedAt - bench.now()));
      bench.simulator.addMeeting(meeting);
      const body = endedEvent(meeting, account.accountId, endedAt);
      const request = signedRequest({ body, secretToken: credentials.webhookSecretToken, now: bench.now() });
      const { type } = await receive(request, {
        ...{ accounts, window: { maxAgeSeconds: 300, maxAheadSeconds: 300 }, waits, log: lines.log, record },
        send: async (dataset, message) => bench.queue.send(dataset, message),
        now: () => new Date(bench.now()),
      });
      if (type !== 'queued') throw new Error(`An event was ${type}.`);
    }
    await bench.drain({ atOnce: 10 });
    const store = createCaptureStore({ client, table: 'Captures', retentionDays });
    for (const { uuid } of meetings) {
      for (const dataset of datasets) {
        const capture = await store.load(uuid, dataset);
        if (capture?.state !== 'settled') throw new Error(`A capture ended as ${capture?.state}.`);
      }
    }
    const indexes = Object.values(captureIndexes).map(({ name }) => storedBytes(client, 'Captures', name));
    return {
      meetings,
      consumed: meter.take(),
      tableBytes: await storedBytes(client, 'Captures'),
      indexBytes: (await Promise.all(indexes)).reduce((sum, bytes) => sum + bytes, 0),
      zoomCalls: bench.simulator.calls.filter(({ endpoint }) => endpoint !== 'oauth').length,
      requests,
      sends: bench.queue.sent,
      deliveries: bench.queue.received.map(({ dataset, uuid, at }) => afterEnd(dataset, uuid, at)),
      looks,
      measured,
      logBytes: lines.bytes() + count * accessLineBytes,
    };
  } finally {
    client.destroy();
    await bench.close();
  }
}
