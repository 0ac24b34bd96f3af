import type { InvocationError } from './invocation-outcome.ts';

/** What a worker thread is started with. */
export type WorkerStart = { readonly taskRoot: string; readonly handler: string };

/** To the thread: one invocation. */
export type WorkerRequest = {
  /** JSON, so that what JSON cannot hold gets lost here as it does in Lambda. */
  readonly event: string;
  /** Epoch milliseconds. */
  readonly deadlineAt: number;
  readonly context: {
    readonly awsRequestId: string;
    readonly functionName: string;
    readonly functionVersion: string;
    readonly invokedFunctionArn: string;
    readonly memoryLimitInMB: string;
    readonly logGroupName: string;
    readonly logStreamName: string;
  };
};

/** From the thread. */
export type WorkerReply =
  | { readonly kind: 'ready' }
  | { readonly kind: 'not-started'; readonly error: InvocationError }
  | { readonly kind: 'returned'; readonly payload: string }
  | { readonly kind: 'threw'; readonly error: InvocationError };
