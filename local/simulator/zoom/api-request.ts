import type { Call } from '../http/call.ts';
import type { Reply } from '../http/reply.ts';

export type ApiRequest = {
  /** When it arrived; what the log says and what the limit goes by. */
  readonly atMs: number;
  readonly method: string;
  readonly rawPath: string;
  readonly query: URLSearchParams;
  readonly authorization: string | undefined;
};

/** The reply, and what the log is to say of the call beside its status. */
export type Answer = { readonly reply: Reply; readonly seen: Partial<Call> };
