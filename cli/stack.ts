import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { SQSClient } from '@aws-sdk/client-sqs';

/** One stage of the product, opened for a command. */
export type Stack = {
  readonly dynamodb: DynamoDBClient;
  readonly sqs: SQSClient;
  /** False where the data are those of a `serve` that is stopped: what is queued waits until it runs. */
  readonly running: boolean;
  /**
   * An output of the stack's template, such as `CapturesTable`.
   * @throws {CliError} when it is not known, as with `--table`
   */
  readonly output: (name: string) => string;
  /**
   * Invokes the function that an output names, and waits for its answer.
   * @throws {CliError} when nothing runs that could answer, or what the function threw
   */
  readonly invoke: (outputName: string, payload: unknown) => Promise<unknown>;
  readonly close: () => Promise<void>;
};
