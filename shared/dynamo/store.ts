import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** Where captures are read. */
export type Store = {
  /** Closed by whoever made it. */
  readonly client: DynamoDBClient;
  /** Name of the `Captures` table: an output of the stack. */
  readonly table: string;
  /** Epoch ms. What has expired by then is left out, deleted or not. @default Date.now */
  readonly now?: () => number;
};
