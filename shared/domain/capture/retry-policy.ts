import { omit } from '../omit.ts';
import type { Capture, CaptureFault } from './capture.ts';
import { inSmallerPages, type RunningCapture } from './poll.ts';
import { waitingState } from './poll-plan.ts';
import type { Waits } from './waits.ts';

/** What a call to Zoom that gave no page means for its capture. */
export type PollFailure = {
  readonly kind: FailureKind;
  /** As the capture's item keeps it. */
  readonly fault: CaptureFault;
  /** Of a rate limit: epoch ms. */
  readonly retryAt?: number;
};

export type FailureKind =
  /** The page token died or leads in a circle: from page 1 again. */
  | 'paging'
  | 'not-ready'
  /** Zoom says that there is none. */
  | 'none'
  /** As not ready, but Zoom says that it lets this account not see it. */
  | 'inaccessible'
  | 'rate-limit'
  /** No call was made, or it was a probe: Zoom answers nobody of the account, or has said so for the day. */
  | 'stopped'
  /** The account's fault: a scope, the plan, credentials. */
  | 'account'
  /** Transient, and the answer took too long. */
  | 'timeout'
  | 'transient'
  /** Zoom will not give it, now or later. */
  | 'final'
  /** Nobody foresaw it: a firewall's page, an unknown code, an odd shape. */
  | 'not-understood';

/** Failures of one poll that are no longer taken for passing, though new pages come in between: over a day with the usual waits. */
export const mostFailures = 100;

/** However long it took: a function that was stopped for a day has tried only once. */
export const fewestFailures = 10;

/** Between two calls of a capture that Zoom answers with a limit again and again, at most. */
const longestBackOffMs = 15 * 60_000;

/** The n-th wait, or the last. */
const nth = (waits: readonly number[], n: number): number => waits[Math.min(n, waits.length - 1)] ?? 0;

/**
 * The capture that tries the same poll again later; undefined where the failure is one that does not pass: final, or without
 * a good answer for a day. What was stored stays, and so
 * does the page token: a poll that is resumed in time goes on where it stopped. The plan is as it was.
 * @param usualPageSize rows a page, unless this poll asks for fewer already; without an end where there are no pages
 */
export function retryLater(
  capture: RunningCapture,
  { kind, fault, retryAt }: PollFailure,
  { now, waits, usualPageSize }: { readonly now: number; readonly waits: Waits; readonly usualPageSize: number },
): Capture | undefined {
  const { pollFailures = 0, failures } = capture;
  const postpone = (at: number, changes: Partial<Capture>): Capture => ({
    ...omit(capture, 'lease'),
    state: waitingState(capture),
    lastError: fault,
    nextPollAt: new Date(at).toISOString(),
    ...changes,
  });
  switch (kind) {
    case 'rate-limit': {
      // Our own budget's refusal has no status: it says when there is room again, however often it is asked.
      if (fault.status === undefined) return postpone(retryAt ?? now, {});
      const backOff = Math.min(longestBackOffMs, 1_000 * 2 ** failures);
      return postpone(Math.max(retryAt ?? now, now + backOff), { failures: failures + 1 });
    }
    case 'stopped':
      return postpone(retryAt ?? now, {});
    case 'account':
      return postpone(now + nth(waits.parking, capture.parked), { state: 'parked', parked: capture.parked + 1 });
    case 'timeout':
    case 'transient':
    case 'not-understood': {
      const failingSince = capture.failingSince ?? new Date(now).toISOString();
      const isOver = now - Date.parse(failingSince) >= waits.patience && pollFailures >= fewestFailures;
      if (isOver || pollFailures >= mostFailures) return undefined;
      const plan = kind === 'not-understood' ? waits.notUnderstood : waits.transient;
      const progress = kind === 'timeout' && failures > 0 ? smallerPages(capture, usualPageSize) : capture.progress;
      return postpone(now + nth(plan, failures), {
        failures: failures + 1,
        pollFailures: pollFailures + 1,
        failingSince,
        progress,
      });
    }
    default:
      return undefined;
  }
}

/** Pages that time out again and again may be too large: a QoS page of an all-day meeting has megabytes. */
function smallerPages({ progress }: RunningCapture, usualPageSize: number) {
  const { pageSize = usualPageSize } = progress;
  return pageSize > 1 && Number.isFinite(pageSize) ? inSmallerPages(progress, Math.floor(pageSize / 2)) : progress;
}
