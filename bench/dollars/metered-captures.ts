import type { SimulatedMeeting } from '../../local/simulator/meeting.ts';
import type { Dataset } from '../../shared/domain/dataset.ts';
import type { Measurement } from '../../shared/telemetry/metric-names.ts';
import { startCaptureFixture } from '../../test/support/capture/capture-fixture.ts';
import { type Consumed, createCapacityMeter } from '../engines/capacity-meter.ts';
import { freshTables } from '../engines/fresh-tables.ts';
import { mustBeSettled } from '../engines/must-be-settled.ts';
import { clientFor } from '../engines/sdk-client.ts';
import type { Dynoxide } from '../engines/start-dynoxide.ts';
import { storedBytes, storedBytesOfIndexes } from '../engines/stored-bytes.ts';
import { accountMeetings } from './account-meetings.ts';
import type { AccountSize } from './account-sizes.ts';
import { accessLineBytes, createLineMeter } from './line-meter.ts';
import { sendEvent } from './send-event.ts';

/** Something of one dataset of a meeting, so long after the meeting's end. */
type AfterEnd = { readonly of: Dataset; readonly meeting: number; readonly afterMs: number };

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
  readonly deliveries: readonly AfterEnd[];
  readonly polls: readonly AfterEnd[];
  readonly measured: readonly Measurement[];
  /** Of the functions' own lines, and API Gateway's. */
  readonly logBytes: number;
};

/**
 * So many meetings of the mix as they end in an account of this size, from the webhook's signed event until all captures are settled:
 * the product's own code in virtual time against the simulator and an engine that counts capacity rightly.
 * @throws when a capture does not end as settled.
 */
export async function meterCaptures(size: AccountSize, count: number, engine: Dynoxide): Promise<MeteredCaptures> {
  await freshTables(engine);
  const ended = accountMeetings(size, count);
  const meetings = ended.map(({ meeting }) => meeting);
  const indexOf = new Map(meetings.map(({ uuid }, index) => [uuid, index]));
  const afterEnd = (of: Dataset, uuid: string, at: number): AfterEnd => {
    const meeting = indexOf.get(uuid) ?? Number.NaN;
    return { of, meeting, afterMs: at - (ended[meeting]?.endedAt ?? Number.NaN) };
  };

  const meter = createCapacityMeter(engine);
  const lines = createLineMeter('participants');
  const polls: AfterEnd[] = [];
  const measured: Measurement[] = [];
  let requests = 0;
  const record = (measurement: Measurement) => {
    measured.push(measurement);
    lines.record(measurement);
  };
  const fixture = await startCaptureFixture({
    engine: 'embedded',
    ...(ended[0] && { startAt: ended[0].endedAt }),
    intercept: (call, next) => {
      requests += 1;
      return meter.intercept(call, next);
    },
    voice: (dataset) => {
      const info: typeof lines.log.info = (message, fields) => {
        lines.log.info(message, fields);
        if (message === 'poll finished') polls.push(afterEnd(dataset, String(fields?.uuid), fixture.now()));
      };
      return { record, log: { ...lines.log, info } };
    },
  });
  const client = clientFor(engine.url);
  try {
    for (const one of ended) {
      await fixture.drain({ until: one.endedAt, atOnce: 10 });
      fixture.advance(Math.max(0, one.endedAt - fixture.now()));
      fixture.simulator.addMeeting(one.meeting);
      await sendEvent(one, fixture, { record, log: lines.log });
    }
    await fixture.drain({ atOnce: 10 });
    await mustBeSettled(engine.url, meetings);
    return {
      meetings,
      requests,
      polls,
      measured,
      consumed: meter.take(),
      tableBytes: await storedBytes(client, 'Captures'),
      indexBytes: await storedBytesOfIndexes(client),
      zoomCalls: fixture.simulator.calls.filter(({ endpoint }) => endpoint !== 'oauth').length,
      sends: fixture.queue.sent,
      deliveries: fixture.queue.received.map(({ dataset, uuid, at }) => afterEnd(dataset, uuid, at)),
      logBytes: lines.bytes() + count * accessLineBytes,
    };
  } finally {
    client.destroy();
    await fixture.close();
  }
}
