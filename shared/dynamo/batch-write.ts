import { BatchWriteItemCommand, type DynamoDBClient, type WriteRequest } from '@aws-sdk/client-dynamodb';
import { BusyError } from '../runtime/errors.ts';
import { type Item, type ItemText, itemText } from './item.ts';

/**
 * DynamoDB takes 25 requests a call, of 16 MB as they come over the wire. Half of that, since items are larger there than stored, and
 * much larger where a list has many numbers.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html
 */
const mostRequests = 25;
const mostBytes = 8_000_000;
/** Calls of one page under way at once. */
const parallel = 4;
const mostTries = 12;

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html */
const throttles: ReadonlySet<string> = new Set([
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ThrottlingException',
]);

export type BatchWriteDeps = {
  readonly client: DynamoDBClient;
  readonly sleep: (ms: number) => Promise<void>;
  readonly random: () => number;
};

/** Asked before each request, each of the SDK's own tries among them: throws where nothing may be written any more. */
export type MayWrite = () => void;

/** A put or a delete in the form that DynamoDB's JSON protocol has. */
export type WriteText = string;

export const putText = (item: ItemText): WriteText => `{"PutRequest":{"Item":${item}}}`;
export const deleteText = (key: Item): WriteText => `{"DeleteRequest":{"Key":${itemText(key)}}}`;

/**
 * Writes or deletes all of these, in no order; done twice it changes nothing. What DynamoDB leaves unprocessed is
 * sent again after a growing, jittered pause.
 * @throws when requests are still unprocessed after a dozen tries, as `mayWrite`, or as the SDK does.
 */
export async function batchWrite(
  table: string,
  requests: readonly WriteText[],
  deps: BatchWriteDeps & { readonly mayWrite?: MayWrite },
): Promise<void> {
  const batches = inBatches(requests);
  const worker = async () => {
    for (let batch = batches.shift(); batch; batch = batches.shift()) await writeBatch(table, batch, deps);
  };
  await Promise.all(Array.from({ length: Math.min(parallel, batches.length) }, worker));
}

function inBatches(requests: readonly WriteText[]): WriteText[][] {
  const batches: WriteText[][] = [];
  let batch: WriteText[] = [];
  let bytes = 0;
  for (const request of requests) {
    const size = Buffer.byteLength(request);
    if (batch.length === 0 || batch.length === mostRequests || bytes + size > mostBytes) {
      batch = [];
      bytes = 0;
      batches.push(batch);
    }
    batch.push(request);
    bytes += size;
  }
  return batches;
}

type WriteDeps = BatchWriteDeps & { readonly mayWrite?: MayWrite };

async function writeBatch(table: string, batch: WriteText[], { client, sleep, random, mayWrite }: WriteDeps) {
  let pending = batch;
  for (let tried = 0; tried < mostTries; tried += 1) {
    pending = await sendOnce(client, batchWriteItem({ table, batch: pending, mayWrite }), { table, batch: pending });
    if (pending.length === 0) return;
    await sleep(Math.min(2_000, 50 * 2 ** tried) * (0.5 + random() / 2));
  }
  throw new BusyError(`DynamoDB left ${pending.length} writes unprocessed after ${mostTries} tries.`);
}

/** A request that came back, as it was sent: the SDK has made its binaries bytes. */
function requestText({ PutRequest: put, DeleteRequest: remove }: WriteRequest): WriteText {
  return put?.Item ? putText(itemText(put.Item)) : deleteText(remove?.Key ?? {});
}

/** What is left of the batch: all of it where DynamoDB, and the SDK's quick tries, got no throughput for any. */
async function sendOnce(
  client: DynamoDBClient,
  command: BatchWriteItemCommand,
  { table, batch }: { readonly table: string; readonly batch: WriteText[] },
): Promise<WriteText[]> {
  try {
    const { UnprocessedItems } = await client.send(command);
    return (UnprocessedItems?.[table] ?? []).map(requestText);
  } catch (error) {
    if (error instanceof Error && throttles.has(error.name)) return batch;
    throw error;
  }
}

type Batch = {
  readonly table: string;
  readonly batch: readonly WriteText[];
  readonly mayWrite: MayWrite | undefined;
};

/** The SDK's command with the body put in after its serializer, which would walk every value by its schema. */
function batchWriteItem({ table, batch, mayWrite }: Batch): BatchWriteItemCommand {
  const command = new BatchWriteItemCommand({ RequestItems: { [table]: [] } });
  // Bytes, since the text would be encoded anew to be measured, to be signed and to be sent.
  const body = Buffer.from(`{"RequestItems":{${JSON.stringify(table)}:[${batch.join()}]}}`);
  command.middlewareStack.add(
    (next) => (args) => next({ ...args, request: Object.assign(args.request as object, { body }) }),
    { step: 'serialize', priority: 'low', name: 'batchAsText' },
  );
  // The last step before the wire, within the SDK's retries: whoever was frozen before it wakes to be refused.
  command.middlewareStack.add(
    (next) => (args) => {
      mayWrite?.();
      return next(args);
    },
    { step: 'finalizeRequest', priority: 'low', name: 'mayWrite' },
  );
  return command;
}
