import { type Capture, isFinal } from './capture.ts';
import type { CaptureMessage } from './capture-message.ts';

/** What a message means for its capture as it stands. */
export type Admission =
  /** Nothing is left to do for it. */
  | { readonly kind: 'done' }
  /** Come back at this instant (epoch ms). */
  | { readonly kind: 'hop'; readonly until: number }
  | { readonly kind: 'look' };

/** How soon to ask again for a capture that another worker holds: its own message comes back if it dies. */
const leasedPauseMs = 15_000;

/**
 * Whether a message is taken up now, later or never. `messageId` is the queue's: a message that is received again while
 * its lease runs proves that its worker is dead (the queue hides it longer than a function can run), so it goes on at once.
 */
export function admit(message: CaptureMessage, capture: Capture, messageId: string, now: number): Admission {
  if (message.look <= capture.looks) return { kind: 'done' };
  if (isFinal(capture.state) && message.reason !== 'demand') return { kind: 'done' };
  const planned = message.reason === 'demand' ? undefined : capture.nextLookAt;
  const earliest = Math.max(Date.parse(message.notBefore), planned === undefined ? 0 : Date.parse(planned));
  if (earliest > now) return { kind: 'hop', until: earliest };
  const { lease } = capture;
  if (lease !== undefined && lease.owner !== messageId && Date.parse(lease.until) > now) {
    return { kind: 'hop', until: Math.min(Date.parse(lease.until), now + leasedPauseMs) };
  }
  return { kind: 'look' };
}
