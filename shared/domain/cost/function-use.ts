import { datasets } from '../dataset.ts';
import { functionRun, logBytes, secondsPerRow } from './measured.ts';
import type { SweepUse } from './sweep-use.ts';
import { busyHours, captureWork, daysPerMonth, type Workload } from './workload.ts';

/** Each function keeps a secret for 5 minutes. */
const secretMinutes = 5;

/** What running the functions takes in a month. */
export function functionUse(workload: Workload, sweep: SweepUse) {
  const { events, zoomAccounts } = workload;
  /** A day's, of one dataset. */
  const worked = (dataset: (typeof datasets)[number]) =>
    events.reduce(
      (sum, one) => {
        const { rows, looks, calls, deliveries } = captureWork(dataset, one, workload);
        const cpuSeconds = rows * looks * secondsPerRow[dataset](one.minutes);
        return {
          calls: sum.calls + calls * one.perDay,
          looks: sum.looks + looks * one.perDay,
          deliveries: sum.deliveries + deliveries * one.perDay,
          cpuSeconds: sum.cpuSeconds + cpuSeconds * one.perDay,
        };
      },
      { calls: 0, looks: 0, deliveries: 0, cpuSeconds: 0 },
    );
  const consumers = datasets.map(worked);
  const total = (of: (one: (typeof consumers)[number]) => number) => consumers.reduce((sum, one) => sum + of(one), 0);
  const received = events.reduce((sum, { perDay, heardAfterMs = 0 }) => sum + (heardAfterMs > 0 ? 0 : perDay), 0);
  const consumerSeconds =
    total((one) => one.calls) * functionRun.secondsPerCall +
    total((one) => one.deliveries) * functionRun.secondsPerDelivery +
    total((one) => one.cpuSeconds);
  const gbSeconds =
    (consumerSeconds * functionRun.consumerMemoryMb +
      received * functionRun.secondsPerEvent * functionRun.webhookMemoryMb) /
    1_024;
  const deliveries = total((one) => one.deliveries);
  const invocations = received + deliveries;
  const bytes =
    (invocations + sweep.ticks) * logBytes.perInvocation +
    received * logBytes.perEvent +
    total((one) => one.looks) * logBytes.perLook +
    sweep.ticks * logBytes.perTick;
  const runs = [
    ...consumers.map((one) => ({ reads: one.looks, traces: one.deliveries })),
    { reads: received, traces: received },
  ];
  return {
    events: received * daysPerMonth,
    gbSeconds: gbSeconds * daysPerMonth,
    invocations: invocations * daysPerMonth,
    sweepGbSeconds: (sweep.seconds * functionRun.sweepMemoryMb * daysPerMonth) / 1_024,
    sweepInvocations: sweep.ticks * daysPerMonth,
    logGb: (bytes * daysPerMonth) / 1e9,
    secretReads: zoomAccounts * runs.reduce((sum, { reads }) => sum + secretReads(reads), sweep.ticks) * daysPerMonth,
    traces: runs.reduce((sum, { traces }) => sum + tracesOf(traces), sweep.ticks) * daysPerMonth,
  };
}

/** Of a day's uses that come by chance through its busy hours: one by which the secret is old, then 5 minutes of none. */
function secretReads(uses: number): number {
  const perMinute = uses / (busyHours * 60);
  return uses / (1 + perMinute * secretMinutes);
}

/**
 * Of a day's invocations that come by chance through its busy hours: the first in each second, and 5 % of the rest.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html
 */
function tracesOf(invocations: number): number {
  const seconds = busyHours * 3_600;
  const first = seconds * (1 - Math.exp(-invocations / seconds));
  return first + 0.05 * (invocations - first);
}
