import type { EngineCall, Intercept } from '../../../local/emulator/engines/engine-call.ts';
import type { Chance } from './chance.ts';
import { createLateIndex, leaveUnprocessed, loseAnswers, slowAnswers, throttle } from './dynamodb-faults.ts';
import { createRepeatedMessages, shuffleMessages } from './sqs-faults.ts';

/** What DynamoDB and SQS do on a bad day and their stand-ins never do. Shares are from 0 to 1; absent: never. */
export type EngineFaults = {
  /** DynamoDB refuses a call before doing it. */
  readonly throttled?: number;
  /** DynamoDB does a part of a BatchWriteItem and hands the rest back. */
  readonly unprocessed?: number;
  /** DynamoDB does a call and its answer is lost, so that the SDK makes it again. */
  readonly lost?: number;
  /** DynamoDB does a call and answers late. */
  readonly slow?: { readonly share: number; readonly delayMs: number };
  /** What was written less than this long ago is not in an index yet. */
  readonly indexDelayMs?: number;
  /** SQS hands out a message once more beside those that it gives. */
  readonly repeated?: number;
  /** SQS hands messages out in another order. */
  readonly shuffled?: number;
  /** Only these calls are spoilt. @default every call of a function */
  readonly only?: (call: EngineCall) => boolean;
};

/** All of these faults in one interceptor, those first that are nearest to the client. */
export function createEngineFaults(faults: EngineFaults, chance: Chance): Intercept {
  const { throttled = 0, unprocessed = 0, lost = 0, slow, indexDelayMs = 0, repeated = 0, shuffled = 0 } = faults;
  const only = faults.only ?? (({ functionId }) => functionId !== undefined);
  const stages: Intercept[] = [
    throttle(throttled, chance),
    slowAnswers(slow ?? { share: 0, delayMs: 0 }, chance),
    loseAnswers(lost, chance),
    shuffleMessages(shuffled, chance),
    createRepeatedMessages(repeated, chance),
    leaveUnprocessed(unprocessed, chance),
  ];
  const spoiling = stages.reduceRight(
    (inner: Intercept, stage) => (call, next) => stage(call, () => inner(call, next)),
  );
  // Sees every write, whoever makes it: an index is late for all of them.
  const lateIndex = createLateIndex(indexDelayMs, chance);
  return (call, next) => (only(call) ? spoiling(call, () => lateIndex(call, next)) : lateIndex(call, next));
}
