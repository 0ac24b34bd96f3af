import type { Dataset } from '../../domain/dataset.ts';
import { functionRun, logBytes, secondsPerRow } from './measured.ts';
import type { SweepUse } from './sweep-use.ts';
import { busyHours, capturedOf, captureWork, datasetsOf, daysPerMonth, type Workload } from './workload.ts';

/** Each function keeps a secret for 5 minutes. */
const secretMinutes = 5;
/** And says how much of the day's calls is used once a minute at most. */
const callsUsedMinutes = 1;

/** What running the functions takes in a month: seconds, invocations, and what they cause beside the store. */
export function functionUse(workload: Workload, sweep: SweepUse) {
  const { events, zoomAccounts } = workload;
  const consumers = datasetsOf(workload).map((dataset) => consumerDay(dataset, workload));
  const sumConsumers = (useOf: (day: ConsumerDay) => number) => consumers.reduce((sum, day) => sum + useOf(day), 0);
  const received = events.reduce((sum, { perDay, heardAfterMs = 0 }) => sum + (heardAfterMs > 0 ? 0 : perDay), 0);
  const invocations = received + sumConsumers((day) => day.deliveries);
  const metrics = received + sumConsumers((day) => day.captures + countSpaced(day.polls, callsUsedMinutes));
  const bytes =
    (invocations + sweep.ticks) * logBytes.perInvocation +
    received * logBytes.perEvent +
    sumConsumers((day) => day.polls) * logBytes.perPoll +
    metrics * logBytes.perMetric +
    sweep.ticks * logBytes.perTick;
  // Each tick, and each function where it is at work.
  const secretReads =
    sweep.ticks + countSpaced(received, secretMinutes) + sumConsumers((day) => countSpaced(day.polls, secretMinutes));
  const traces = sweep.ticks + countTraced(received) + sumConsumers((day) => countTraced(day.deliveries));
  const webhookGbSeconds = (received * functionRun.secondsPerEvent * functionRun.webhookMemoryMb) / 1_024;
  const consumerGbSeconds = (sumConsumers((day) => day.seconds) * functionRun.consumerMemoryMb) / 1_024;
  return {
    events: received * daysPerMonth,
    gbSeconds: (webhookGbSeconds + consumerGbSeconds) * daysPerMonth,
    invocations: invocations * daysPerMonth,
    sweepGbSeconds: (sweep.seconds * functionRun.sweepMemoryMb * daysPerMonth) / 1_024,
    sweepInvocations: sweep.ticks * daysPerMonth,
    logGb: (bytes * daysPerMonth) / 1e9,
    secretReads: zoomAccounts * secretReads * daysPerMonth,
    traces: traces * daysPerMonth,
  };
}

type ConsumerDay = {
  readonly captures: number;
  readonly polls: number;
  readonly deliveries: number;
  readonly seconds: number;
};

/** A day of one dataset's function. */
function consumerDay(dataset: Dataset, workload: Workload): ConsumerDay {
  const day = { captures: 0, polls: 0, deliveries: 0, seconds: 0 };
  for (const events of workload.events) {
    if (!capturedOf(workload, events).includes(dataset)) continue;
    const { rows, polls, calls, deliveries } = captureWork(dataset, events, workload);
    const seconds =
      calls * functionRun.secondsPerCall +
      deliveries * functionRun.secondsPerDelivery +
      rows * polls * secondsPerRow(dataset, events.minutes);
    day.captures += events.perDay;
    day.polls += polls * events.perDay;
    day.deliveries += deliveries * events.perDay;
    day.seconds += seconds * events.perDay;
  }
  return day;
}

/** Of a day's uses that come by chance through its busy hours, those that come so many minutes after the last that counted. */
const countSpaced = (uses: number, minutes: number): number => uses / (1 + (uses / (busyHours * 60)) * minutes);

/**
 * Of a day's invocations of a function, those that Lambda traces: the first in each second, and 5 % of the rest.
 * At the most: Lambda may count a message's invocations as one trace.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html
 */
function countTraced(invocations: number): number {
  const seconds = busyHours * 3_600;
  const first = seconds * (1 - Math.exp(-invocations / seconds));
  return first + 0.05 * (invocations - first);
}
