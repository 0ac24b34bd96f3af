import type { Capture, CaptureFault } from './capture.ts';
import type { Waits } from './waits.ts';

export type NoRows = {
  /** Zoom says the meeting cannot be accessed, rather than that it is not there yet. */
  readonly inaccessible: boolean;
  /** It answered some pages and then no more: the rows of two looks may stand side by side. */
  readonly brokeOff: boolean;
  /** Participants had to be asked with `pastOne`: then report and QoS are rightly empty. */
  readonly oneParticipant: boolean;
  readonly fault?: CaptureFault;
};

/**
 * The capture after Zoom had no rows for it: not ready, gone or rightly empty, which its answers do not tell apart. Waits by
 * the plan, then a verdict. Rows of an earlier look are kept.
 */
export function afterNoRows(capture: Capture, found: NoRows, now: number, { notReady }: Waits): Capture {
  const { progress: _, lease: __, nextLookAt: ___, lastError: ____, setbacks: _____, ...rest } = capture;
  const fault = found.fault && { lastError: found.fault };
  if (found.oneParticipant && capture.dataset !== 'participants') {
    return { ...rest, state: 'empty', looks: capture.looks + 1, settledAt: new Date(now).toISOString() };
  }
  const wait = notReady[capture.notReady];
  if (wait !== undefined) {
    const state = capture.looks > 0 ? 'captured' : 'waiting';
    const nextLookAt = new Date(now + wait).toISOString();
    return { ...rest, state, nextLookAt, notReady: capture.notReady + 1, ...fault };
  }
  if (found.brokeOff) return { ...rest, state: 'failed', ...fault };
  if (capture.looks > 0) return { ...rest, state: 'settled', settledAt: new Date(now).toISOString() };
  return { ...rest, state: found.inaccessible ? 'failed' : 'unavailable', ...fault };
}
