import type { Dataset } from '../../../shared/domain/dataset.ts';
import type { Kind } from '../../../shared/domain/meeting/kind.ts';
import type { Fault, FaultKind } from '../faults/fault.ts';
import type { FaultSubject } from '../faults/fault-desk.ts';
import type { Reply } from '../zoom/reply.ts';

/** One line of the simulator's log: a request and what became of it. */
export type LoggedCall = {
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

export type ApiRequest = {
  /** When it arrived; what the log says and what the limit goes by. */
  readonly atMs: number;
  readonly method: string;
  readonly rawPath: string;
  readonly query: URLSearchParams;
  readonly authorization: string | undefined;
};

/** The reply, and what the log is to say of the call beside its status. */
export type AnsweredCall = { readonly reply: Reply; readonly seen: Partial<LoggedCall> };

/** What an endpoint's call comes with, once its bearer is known. */
export type EndpointCall = {
  readonly accountId: string;
  /** The meeting as the path has it; blank for a list of meetings. */
  readonly rawId: string;
  readonly query: URLSearchParams;
};

/** A call for an endpoint, its parameters read. */
export type DecodedCall = {
  readonly seen: Partial<LoggedCall>;
  /** What faults go by, beside the endpoint's name. */
  readonly subject: Omit<FaultSubject, 'endpoint'>;
  /** The meeting as the caller meant it, or as it came where it cannot be decoded; blank for a list of meetings. */
  readonly id: string;
  /** What Zoom answers; a fault may change it. */
  readonly answer: (fault: Fault | undefined) => Reply;
};
