import type { CaptureMessage } from '../domain/capture/capture-message.ts';
import type { Dataset } from '../domain/dataset.ts';
import { MeetingForgottenError } from '../dynamo/meetings/forgotten-item.ts';
import type { CaptureDeps } from './capture-deps.ts';

/** A message of a meeting that was forgotten of its account has nothing to do, and does not bring it back. */
export async function loadUnlessForgotten(
  { uuid, account }: CaptureMessage,
  dataset: Dataset,
  { captures, log }: CaptureDeps,
) {
  try {
    return await captures.load(uuid, dataset);
  } catch (error) {
    if (!(error instanceof MeetingForgottenError)) throw error;
    // Under another account it was an error: this one knows nothing of it yet.
    if (error.account !== account) return undefined;
    log.info('message of a forgotten meeting', { uuid, dataset });
    return 'forgotten';
  }
}
