import { type Capture, isFinal } from '../../shared/domain/capture.ts';
import type { CaptureMessage } from '../../shared/domain/capture-message.ts';

/**
 * The message that has a dead one's obligation taken up again. As it was, unless its capture has been given up: then it
 * asks for one more look, as a person would, since a capture that is given up heeds no event. A capture that is done
 * drops it. `now` in epoch ms.
 */
export function takenUpAgain(message: CaptureMessage, capture: Capture | undefined, now: number): CaptureMessage {
  if (!capture || !isFinal(capture.state) || capture.state === 'settled' || capture.state === 'empty') return message;
  return { ...message, reason: 'demand', sequence: capture.sequence, notBefore: new Date(now).toISOString() };
}
