import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { Item } from './item.ts';

export type ConditionalUpdate = (
  input: Omit<UpdateItemCommandInput, 'TableName' | 'Key' | 'ReturnValues'>,
) => Promise<Item | undefined>;

/** DynamoDB gave no answer to an update that must not be sent again: nobody knows whether it was made. */
export class UnansweredUpdateError extends Error {
  override readonly name = 'UnansweredUpdateError';
}

/**
 * Updates of one item, each under a condition. The SDK sends an update again when its answer was lost: let its condition not
 * hold a second time, or a second time do no harm.
 * @returns the whole item as it is afterwards; undefined where the condition did not hold, and nothing was changed.
 */
export function createConditionalUpdate(client: DynamoDBClient, table: string, Key: Item): ConditionalUpdate {
  return (input) =>
    sendUpdate(client, new UpdateItemCommand({ TableName: table, Key, ReturnValues: 'ALL_NEW', ...input }));
}

/**
 * As {@link createConditionalUpdate}, but no update is sent a second time: for those that would do harm then.
 * @throws UnansweredUpdateError where the SDK would send it again.
 */
export function createUpdateWithoutRetry(client: DynamoDBClient, table: string, Key: Item): ConditionalUpdate {
  return (input) => {
    const command = new UpdateItemCommand({ TableName: table, Key, ReturnValues: 'ALL_NEW', ...input });
    // Within the SDK's retries, which see an error that is none of theirs.
    const place = { step: 'finalizeRequest', priority: 'low', name: 'updateWithoutRetry' } as const;
    command.middlewareStack.add((next) => (args) => next(args).catch(throwForGood), place);
    return sendUpdate(client, command);
  };
}

function throwForGood(error: unknown): never {
  if (error instanceof ConditionalCheckFailedException) throw error;
  // Without a cause: the SDK would look there for a reason to try again.
  const name = error instanceof Error ? error.name : 'no error';
  throw new UnansweredUpdateError(`An update that is sent once only had no good answer (${name}).`);
}

async function sendUpdate(client: DynamoDBClient, command: UpdateItemCommand): Promise<Item | undefined> {
  try {
    return (await client.send(command)).Attributes ?? {};
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
}
