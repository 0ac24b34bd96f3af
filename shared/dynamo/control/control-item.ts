import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { ProductError } from '../../runtime/errors.ts';
import type { Item } from '../item.ts';

/** Where the functions of one Zoom account keep what they share. */
export type ControlTable = {
  readonly client: DynamoDBClient;
  /** The `Control` table. */
  readonly table: string;
  readonly accountId: string;
};

/** @returns the whole item as it is afterwards; undefined where the condition did not hold, and nothing was changed. */
export type ConditionalUpdate = (
  input: Omit<UpdateItemCommandInput, 'TableName' | 'Key' | 'ReturnValues'>,
) => Promise<Item | undefined>;

export type ControlItem = {
  /** A consistent read; undefined when there is none. */
  readonly read: () => Promise<Item | undefined>;
  /**
   * An update under a condition. The SDK sends it again when its answer was lost: let the condition not hold a second time, or a
   * second time do no harm.
   */
  readonly update: ConditionalUpdate;
  /**
   * The same, but never sent a second time: for what would do harm then.
   * @throws UnansweredUpdateError where the SDK would send it again.
   */
  readonly updateOnce: ConditionalUpdate;
};

/** DynamoDB gave no answer to an update that must not be sent again: nobody knows whether it was made. */
class UnansweredUpdateError extends ProductError {
  override readonly name = 'UnansweredUpdateError';
  override readonly retry = 'soon';
}

/** The answer to a small item comes in milliseconds; a call to Zoom waits for it. */
const sendOptions = { requestTimeout: 3_000 };

/** One item of an account in the `Control` table; `name` is its sort key. */
export function createControlItem({ client, table, accountId }: ControlTable, name: string): ControlItem {
  const place = { TableName: table, Key: { pk: { S: `account#${accountId}` }, sk: { S: name } } };
  const commandFor = (input: Parameters<ConditionalUpdate>[0]) =>
    new UpdateItemCommand({ ...place, ReturnValues: 'ALL_NEW', ...input });

  return {
    async read() {
      return (await client.send(new GetItemCommand({ ...place, ConsistentRead: true }), sendOptions)).Item;
    },
    update: (input) => sendUpdate(client, commandFor(input)),
    updateOnce(input) {
      const command = commandFor(input);
      // Within the SDK's retries, which see an error that is none of theirs.
      const withinRetries = { step: 'finalizeRequest', priority: 'low', name: 'updateOnce' } as const;
      command.middlewareStack.add((next) => (args) => next(args).catch(throwForGood), withinRetries);
      return sendUpdate(client, command);
    },
  };
}

async function sendUpdate(client: DynamoDBClient, command: UpdateItemCommand): Promise<Item | undefined> {
  try {
    return (await client.send(command, sendOptions)).Attributes ?? {};
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
}

function throwForGood(error: unknown): never {
  if (error instanceof ConditionalCheckFailedException) throw error;
  // Without a cause: the SDK would look there for a reason to try again.
  const name = error instanceof Error ? error.name : 'no error';
  throw new UnansweredUpdateError(`An update that is sent once only had no good answer (${name}).`);
}
