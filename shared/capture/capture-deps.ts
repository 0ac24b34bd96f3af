import type { CapturedParts } from '../domain/account/captured-parts.ts';
import type { Capture } from '../domain/capture/capture.ts';
import type { CaptureMessage } from '../domain/capture/capture-message.ts';
import type { Waits } from '../domain/capture/waits.ts';
import type { CaptureStore } from '../dynamo/captures/capture-store.ts';
import type { RowStore } from '../dynamo/rows/row-store.ts';
import type { Telemetry } from '../telemetry/metrics.ts';
import type { ZoomClients } from '../zoom/client.ts';
import type { Redactions } from './redaction.ts';

/** What the capture of one dataset works with. */
export type CaptureDeps = Telemetry & {
  readonly captures: CaptureStore;
  readonly rows: RowStore;
  /** The API of the Zoom account with this id. @throws ZoomAccountError without its secret */
  readonly zoom: ZoomClients;
  /** What the settings of the Zoom account with this id have captured. @throws where its secret is missing or unreadable */
  readonly captured: (accountId: string) => Promise<CapturedParts>;
  readonly redactions: Redactions;
  /** Sends a message to this dataset's queue, to be received after `delayMs`. */
  readonly send: (message: CaptureMessage, delayMs: number) => Promise<void>;
  /** Sends a message to this dataset's dead-letter queue. */
  readonly deadLetter: (message: CaptureMessage) => Promise<void>;
  /** Says that there is news of a capture, which is stored. @default nobody wants to hear */
  readonly tellNews?: ((capture: Capture) => Promise<void>) | undefined;
  readonly waits: Waits;
  /** Epoch ms. */
  readonly now: () => number;
};

/** One delivery of a message, as far as a capture needs to know. */
export type Delivery = {
  /** The queue's; the same again when the message is received again. */
  readonly messageId: string;
  /** @default 1, the first time */
  readonly receiveCount?: number;
  /** Until the function is ended, in ms. */
  readonly remainingMs: () => number;
};
