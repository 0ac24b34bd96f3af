import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { SQSClient } from '@aws-sdk/client-sqs';

/** One stage of the product, opened for a command. */
export type Stack = {
  readonly dynamodb: DynamoDBClient;
  readonly sqs: SQSClient;
  /**
   * An output of the stack's template, such as `CapturesTable`.
   * @throws {CliError} when it is not known, as with `--table`
   */
  readonly output: (name: string) => string;
  readonly close: () => Promise<void>;
};
