import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Dataset } from '../domain/dataset.ts';

/** Where captures are read. */
export type Store = {
  /** Closed by whoever made it. */
  readonly client: DynamoDBClient;
  /** Name of the `Captures` table: an output of the stack. */
  readonly table: string;
  /** Epoch ms. What has expired by then is left out, deleted or not. @default Date.now */
  readonly now?: () => number;
  /** How items are read that are asked for by key; `eventual` costs half. @default 'consistent' */
  readonly reads?: 'consistent' | 'eventual';
  /** What is read of a meeting, a read unit each: what the stage captures. @default the usual datasets */
  readonly datasets?: readonly Dataset[];
};
