import { capturedDatasets } from '../domain/account/captured-parts.ts';
import { urgencyOf } from '../domain/account/day-reserve.ts';
import type { CaptureEvent } from '../domain/capture/capture-machine.ts';
import { transition } from '../domain/capture/capture-machine.ts';
import type { CaptureMessage } from '../domain/capture/capture-message.ts';
import type { Dataset } from '../domain/dataset.ts';
import type { CaptureDeps, Delivery } from './capture-deps.ts';
import { CaptureRun } from './capture-run.ts';
import { loadUnlessForgotten } from './load-capture.ts';

/**
 * Works one message of a dataset's queue as far as it can be worked now. Returns when the message can be deleted: whatever
 * is left to do stands in another one. Received twice, or killed anywhere, it loses nothing and doubles nothing.
 * @throws LeaseLostError, or what is no fault of Zoom's (DynamoDB, SQS, a bug): the message is then received again.
 */
export async function runCapture(
  message: CaptureMessage,
  { dataset, delivery }: { readonly dataset: Dataset; readonly delivery: Delivery },
  deps: CaptureDeps,
): Promise<void> {
  const run = new CaptureRun(message, { dataset, delivery }, deps);
  const [loaded, heldUntil, isLeftOut] = await Promise.all([
    loadUnlessForgotten(message, dataset, deps),
    deps.zoom.heldUntil(message.account, urgencyOf(message.reason)),
    leavesOut(message, dataset, deps),
  ]);
  const known = { heldUntil, isLeftOut };
  if (loaded === 'forgotten') return;
  let capture = loaded;
  let event: CaptureEvent | undefined = { kind: 'received' };
  try {
    while (event) {
      const from = capture?.state;
      const { edge, ...step } = transition(capture, event, run.context(known));
      capture = step.capture;
      const told = { uuid: message.uuid, dataset, event: event.kind, edge, from, to: capture?.state };
      if (edge !== undefined) deps.log.debug?.('capture step', told);
      event = undefined;
      for (const effect of step.effects) ({ capture, event } = await run.perform(effect, capture));
    }
  } finally {
    run.release();
  }
}

/** Whether the account's settings leave the dataset out. An account that is not known now parks its captures, as ever. */
const leavesOut = ({ account, kind }: CaptureMessage, dataset: Dataset, { captured }: CaptureDeps): Promise<boolean> =>
  captured(account).then(
    (parts) => !capturedDatasets(parts, kind).includes(dataset),
    () => false,
  );
