import type { Dataset, Kind } from '../../../shared/domain/dataset.ts';
import type { FaultKind } from '../faults/fault.ts';

/** One line of the simulator's log: a request and what became of it. */
export type Call = {
  /** When it arrived, by the simulator's clock, in epoch milliseconds. */
  readonly atMs: number;
  readonly method: string;
  /** As it came, still encoded, without the query. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** `oauth`, one of the endpoints' names, or `unknown`. */
  readonly endpoint: string;
  readonly kind?: Kind;
  readonly dataset?: Dataset;
  readonly accountId?: string;
  readonly uuid?: string;
  /** 1 for the first page; absent when its page token was refused. */
  readonly pageNumber?: number;
  /** HTTP status; 0 when no answer was given. */
  readonly status: number;
  /** Zoom's `code` in the body, where there was one. */
  readonly code?: number;
  readonly fault?: FaultKind;
  readonly trackingId: string;
};
