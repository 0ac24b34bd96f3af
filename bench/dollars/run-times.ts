import type { SimulatedMeeting } from '../../local/simulator/meeting.ts';
import { countRows } from '../../local/simulator/rows/row.ts';
import { byDataset, type Dataset, datasets } from '../../shared/domain/dataset.ts';
import { minutes } from './account-sizes.ts';
import type { MeteredCaptures } from './metered-captures.ts';
import type { MeteredSweep } from './metered-sweep.ts';

/** Stated, not measured: nobody knows them from here. Milliseconds from a request to its answer. */
const answerMs = { zoom: 500, dynamodb: 8, sqs: 15 } as const;

/** Of a whole processor for a row, as `npm run bench -- cpu` measured on 2026-11-21; a QoS row of an hour has 60 samples. */
const measuredCpuMs: Readonly<Partial<Record<Dataset, CpuMs>>> = {
  participants: { ours: 0.21, obvious: 0.24 },
  qos: { ours: (3.4 * minutes) / 60, obvious: (6.4 * minutes) / 60 },
  report: { ours: 0.12, obvious: 0.15 },
};
type CpuMs = { readonly ours: number; readonly obvious: number };
/** A dataset that was not measured yet has rows of a middling size. */
const cpuMsPerRow = byDataset((dataset) => measuredCpuMs[dataset] ?? { ours: 0.2, obvious: 0.2 });
/** To take a message up; an event; a tick. */
const cpuMsPerRun = 3;
/** Lambda gives a whole processor with 1,769 MB. */
const memoryMb = { consumer: 512, sweep: 512, webhook: 256 } as const;
const slower = (ofMb: number): number => 1_769 / ofMb;

/**
 * GB-seconds of the counted effects, one after the other: that the next page is fetched while one is stored is left out, in
 * favour of who works slowly. Waits for the rate budget are not in it, of which there are none at this pace.
 */
export function captureGbSeconds({ meetings, deliveries, polls, zoomCalls, requests, sends }: MeteredCaptures): number {
  const webhookSends = meetings.length * datasets.length;
  const rows = polls.reduce((sum, { of, meeting }) => sum + cpuMsPerRow[of].ours * rowsOf(meetings[meeting], of), 0);
  const consumerMs =
    zoomCalls * answerMs.zoom +
    requests * answerMs.dynamodb +
    (sends - webhookSends) * answerMs.sqs +
    (deliveries.length * cpuMsPerRun + rows) * slower(memoryMb.consumer);
  return gbSeconds(consumerMs, memoryMb.consumer) + webhookGbSeconds(meetings.length);
}

/** Its three sends go out at once. */
const webhookGbSeconds = (events: number): number =>
  gbSeconds(events * (answerMs.sqs + cpuMsPerRun * slower(memoryMb.webhook)), memoryMb.webhook);

/** Of a day. */
export function sweepGbSeconds({ ticks, zoomCalls, requests }: MeteredSweep): number {
  const cpuMs = ticks * cpuMsPerRun * slower(memoryMb.sweep);
  return gbSeconds(zoomCalls * answerMs.zoom + requests * answerMs.dynamodb + cpuMs, memoryMb.sweep);
}

const rowsOf = (meeting: SimulatedMeeting | undefined, dataset: Dataset): number =>
  meeting ? countRows(meeting[dataset]) : 0;

const gbSeconds = (ms: number, ofMb: number): number => ((ms / 1_000) * ofMb) / 1_024;

export type ObviousRun = {
  readonly meetings: number;
  readonly pages: number;
  /** To DynamoDB. */
  readonly requests: number;
  readonly messages: number;
  readonly rows: (dataset: Dataset) => number;
};

/** The obvious way's, reckoned alike; its functions have as much memory. */
export function obviousGbSeconds({ meetings, pages, requests, messages, rows }: ObviousRun): number {
  const rowsMs = datasets.reduce((sum, dataset) => sum + rows(dataset) * cpuMsPerRow[dataset].obvious, 0);
  const consumerMs =
    pages * answerMs.zoom +
    requests * answerMs.dynamodb +
    (messages * cpuMsPerRun + rowsMs) * slower(memoryMb.consumer);
  return gbSeconds(consumerMs, memoryMb.consumer) + webhookGbSeconds(meetings);
}
