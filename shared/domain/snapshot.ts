import type { Capture, CaptureFault, Progress } from './capture.ts';

type Found =
  | { readonly kind: 'complete' }
  /** Nobody is there, or the meeting does not run any more; `fault` says so. */
  | { readonly kind: 'no-rows'; readonly fault?: CaptureFault };

/**
 * A snapshot after its look. No later look is planned, and it is never settled: the meeting goes on. Where Zoom had no rows,
 * those of an earlier snapshot are kept. `now` in epoch ms.
 */
export function finishSnapshot(running: Capture & { readonly progress: Progress }, found: Found, now: number): Capture {
  const { progress, lease: _, nextLookAt: __, lastError: ___, setbacks: ____, ...rest } = running;
  const looked: Capture = { ...rest, state: 'live', looks: running.looks + 1, parked: 0, troubles: 0 };
  if (found.kind === 'no-rows') return { ...looked, ...(found.fault && { lastError: found.fault }) };
  const { expectedRows: _____, erased: ______, ...counted } = looked;
  const { rows, erased, pages, expectedRows, contentHash } = progress;
  return {
    ...{ ...counted, rows, pages, contentHash, capturedAt: new Date(now).toISOString() },
    ...(erased !== undefined && { erased }),
    ...(expectedRows !== undefined && { expectedRows }),
  };
}
