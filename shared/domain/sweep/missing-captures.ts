import type { Capture } from '../capture/capture.ts';
import type { Reason } from '../capture/capture-message.ts';
import { type Dataset, hasKind } from '../dataset.ts';
import type { Kind } from '../meeting/kind.ts';

/** What the store has of a meeting. */
export type Known = {
  readonly meeting: { readonly registeredAt: string; readonly reason: Reason };
  readonly captures: Readonly<Partial<Record<Dataset, Capture>>>;
};

export type Comparison =
  /** Every dataset has its capture. */
  | { readonly kind: 'known' }
  /** Ended so lately that its event may still come. */
  | { readonly kind: 'young' }
  /** Its rows would be deleted as soon as they are stored. */
  | { readonly kind: 'expired' }
  | {
      readonly kind: 'missing';
      /** Those without a capture, and those that a sweep which was killed has registered and perhaps not queued. */
      readonly datasets: readonly Dataset[];
      /** Whether nothing at all was known of the meeting before this window was looked at. */
      readonly unheardOf: boolean;
    };

export type Judging = {
  /** Epoch ms. */
  readonly now: number;
  readonly graceMs: number;
  /** When the meeting's items expire, in epoch seconds; undefined for never. */
  readonly expiresAt: number | undefined;
  readonly reason: Reason;
  /** Epoch ms: what was registered for the same reason since then was registered by us, and is not counted yet. */
  readonly countedUntil: number;
};

/** How a listed meeting stands against the store. */
export function compareWithStore(
  { endTime, kind, wanted }: { readonly endTime: string; readonly kind: Kind; readonly wanted: readonly Dataset[] },
  known: Known | undefined,
  { now, graceMs, expiresAt, reason, countedUntil }: Judging,
): Comparison {
  if (expiresAt !== undefined && expiresAt * 1000 <= now) return { kind: 'expired' };
  const isOurs =
    known !== undefined && known.meeting.reason === reason && Date.parse(known.meeting.registeredAt) >= countedUntil;
  const missing = wanted.filter((dataset) => {
    if (!hasKind(dataset, kind)) return false;
    const capture = known?.captures[dataset];
    return capture === undefined || (isOurs && capture.run === 0);
  });
  if (missing.length === 0 && !isOurs) return { kind: 'known' };
  if (!isOurs && now - Date.parse(endTime) < graceMs) return { kind: 'young' };
  return { kind: 'missing', datasets: missing, unheardOf: known === undefined || isOurs };
}
