import { randomUUID } from 'node:crypto';
import type { CaptureDeps } from '../capture/capture-deps.ts';
import { runCapture } from '../capture/run-capture.ts';
import type { CaptureMessage } from '../domain/capture/capture-message.ts';
import type { Dataset } from '../domain/dataset.ts';

/**
 * Ends captures of a dataset that the stage has no queue for any more, as the state machine ends what the settings leave out.
 * What it would send is sent by nobody: whoever is called for such a capture is called again.
 */
export const createEndLeftOut =
  (deps: Omit<CaptureDeps, 'captured' | 'send' | 'deadLetter'>) =>
  (dataset: Dataset, message: CaptureMessage, remainingMs: () => number): Promise<void> =>
    runCapture(
      message,
      { dataset, delivery: { messageId: randomUUID(), remainingMs } },
      { ...deps, captured: async () => ({ datasets: [] }), send: async () => {}, deadLetter: async () => {} },
    );
