import type { CapturedParts } from '../domain/account/captured-parts.ts';
import type { Plan } from '../domain/account/plan.ts';
import type { CaptureMessage } from '../domain/capture/capture-message.ts';
import type { Waits } from '../domain/capture/waits.ts';
import type { Dataset } from '../domain/dataset.ts';
import type { EndedMeeting } from '../domain/meeting/ended-meeting.ts';
import type { ListedRow, MeetingWithRow } from '../domain/meeting/listed-row.ts';
import type { CaptureStore } from '../dynamo/captures/capture-store.ts';
import type { LeasedItem } from '../dynamo/control/leased-item.ts';
import type { CallAllowance } from '../dynamo/control/rate/call-allowance.ts';
import type { ListedRows } from '../dynamo/meetings/listed-rows.ts';
import type { MeetingReader } from '../dynamo/meetings/meeting-reader.ts';
import type { Telemetry } from '../telemetry/metrics.ts';
import type { ZoomClient } from '../zoom/client.ts';
import type { BackfillState } from './backfill/backfill-state.ts';
import type { SweepState } from './sweep-state.ts';

/** A configured Zoom account: Zoom's id of it, our name, its plan, and what is captured of its meetings. */
export type SweptAccount = CapturedParts & {
  readonly accountId: string;
  /** Of a sub-account: its master's id. */
  readonly masterId?: string;
  readonly name: string;
  readonly plan: Plan;
};

/** What looking for missed meetings works with. */
export type SweepDeps = Telemetry & {
  readonly captures: Pick<CaptureStore, 'load' | 'register' | 'registerAnew' | 'expiresAt'>;
  readonly meetings: Pick<MeetingReader, 'findAll' | 'forgotten'>;
  /** The meeting as it may be stored: without what the stage does not store, and who was erased. */
  readonly redactMeeting: (meeting: MeetingWithRow) => Promise<MeetingWithRow>;
  /** A list's row as the stage stores it, while nobody is erased. */
  readonly redactListedRow: (meeting: EndedMeeting, listed: ListedRow) => Promise<ListedRow>;
  readonly listedRows: ListedRows;
  /** The API of the Zoom account with this id. */
  readonly zoom: (accountId: string) => Promise<Pick<ZoomClient, 'list' | 'details'>>;
  /** Sends a message to a dataset's queue, to be received at once. */
  readonly send: (dataset: Dataset, message: CaptureMessage) => Promise<void>;
  readonly sweepItem: (accountId: string) => LeasedItem<SweepState>;
  readonly backfillItem: (accountId: string) => LeasedItem<BackfillState>;
  readonly allowance: (accountId: string) => CallAllowance;
  readonly waits: Waits;
  /** Epoch ms. */
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
};

/** What one invocation may take. */
export type Invoked = {
  /** Milliseconds until Lambda ends the invocation. */
  readonly remainingMs: () => number;
  /** Names the invocation among all. */
  readonly id: string;
};

/** What an invocation works with. */
export type SweepRun = SweepDeps & Invoked;

/** With less time than this left no further page of a list is asked for: a slow call takes 25 s, a page's meetings a few. */
export const handOverMs = 40_000;
