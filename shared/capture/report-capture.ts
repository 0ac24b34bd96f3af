import type { Capture } from '../domain/capture/capture.ts';
import type { Reason } from '../domain/capture/capture-message.ts';
import type { Telemetry } from '../telemetry/metrics.ts';
import { captureMeasurements } from './capture-measurements.ts';

/** What puts a poll off although nothing is wrong with it. */
const turnFaults = ['ZoomRateLimitError', 'ZoomStoppedError'];

/** Tells the log and the metrics what a run has made of its capture: ids, counts and codes alone. */
export function reportCapture(
  { before, after }: { readonly before: Capture; readonly after: Capture },
  reason: Reason,
  { log, record }: Telemetry,
): void {
  for (const measurement of captureMeasurements(before, after, reason)) record(measurement);
  const { uuid, dataset, state, rows, pages, polls, lastError } = after;
  const fault = { fault: lastError?.name, code: lastError?.code, trackingId: lastError?.trackingId };
  if (state === 'parked') log.error('account at fault', { uuid, dataset, state, ...fault });
  else if (state === 'failed') log.error('capture failed', { uuid, dataset, state, ...fault });
  else if (polls === before.polls && turnFaults.includes(lastError?.name ?? '')) {
    // Where more is captured at a time than the plan allows calls, that is the rule.
    log.info('poll waits its turn', { uuid, dataset, state, ...fault });
  } else if (polls === before.polls && lastError) log.warn('poll put off', { uuid, dataset, state, ...fault });
  else log.info('poll finished', { uuid, dataset, state, rows, pages, polls: polls });
}
