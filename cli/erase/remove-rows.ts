import { ConditionalCheckFailedException, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { type BatchWriteDeps, batchWrite, deleteText } from '../../shared/dynamo/batch-write.ts';
import { beforeAnyExpiry } from '../../shared/dynamo/expiry.ts';
import { queryItems } from '../../shared/dynamo/query.ts';
import { samplePrefix, sortKeys } from '../../shared/dynamo/schema.ts';
import type { Store, StoredCapture, StoredRow } from './meeting-items.ts';

export type RemoveDeps = Store & BatchWriteDeps;

/**
 * Removes rows with their samples; index entries go with them. The samples first: a kill in between leaves the session that
 * leads to the rest.
 */
export async function removeRows(
  uuid: string,
  rows: readonly StoredRow[],
  samples: readonly string[],
  deps: RemoveDeps,
): Promise<void> {
  for (const keys of [samples, rows.map(({ sk }) => sk)]) {
    const requests = keys.map((sk) => deleteText({ pk: { S: uuid }, sk: { S: sk } }));
    await batchWrite(deps.table, requests, deps);
  }
}

/** Sort keys of the samples of QoS sessions. */
export async function sampleKeys(
  uuid: string,
  sessions: readonly StoredRow[],
  { client, table }: Store,
): Promise<string[]> {
  const keys: string[] = [];
  for (const { sk } of sessions) {
    const key = sk.slice(sortKeys.row('qos', '').length);
    const input = {
      TableName: table,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :uuid AND begins_with(sk, :session)',
      ExpressionAttributeValues: { ':uuid': { S: uuid }, ':session': { S: `${samplePrefix}${key}#` } },
      ProjectionExpression: 'sk',
    };
    for await (const item of queryItems(client, input, beforeAnyExpiry)) keys.push(item.sk?.S ?? '');
  }
  return keys;
}

/**
 * Has the capture say that so many of its `stored` rows are going, before they go: after a kill the second try finds it
 * said. A worker that has taken the capture up in between counts for itself. The new run fences one that is about to.
 */
export async function recount(
  uuid: string,
  { dataset, run, rows, erased }: StoredCapture,
  { stored, going }: { readonly stored: number; readonly going: number },
  { client, table }: Store,
): Promise<void> {
  const gone = Math.min(going, rows - (stored - going));
  if (gone <= 0) return;
  const number = (value: number) => ({ N: String(value) });
  const update = new UpdateItemCommand({
    TableName: table,
    Key: { pk: { S: uuid }, sk: { S: sortKeys.capture(dataset) } },
    UpdateExpression: 'SET #rows = :rows, #erased = :erased, #run = :next',
    ConditionExpression: '#run = :run',
    ExpressionAttributeNames: { '#rows': 'rows', '#erased': 'erased', '#run': 'run' },
    ExpressionAttributeValues: {
      ':rows': number(rows - gone),
      ':erased': number(erased + gone),
      ':run': number(run),
      ':next': number(run + 1),
    },
  });
  await client.send(update).catch((error: unknown) => {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  });
}

/** Removes the host, and the topic that they gave it: Zoom's own is their name. @returns whether there was this host */
export async function removeHost(uuid: string, hostId: string, { client, table }: Store): Promise<boolean> {
  const update = new UpdateItemCommand({
    TableName: table,
    Key: { pk: { S: uuid }, sk: { S: sortKeys.meeting } },
    UpdateExpression: 'REMOVE hostId, topic',
    ConditionExpression: 'hostId = :hostId',
    ExpressionAttributeValues: { ':hostId': { S: hostId } },
  });
  try {
    await client.send(update);
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
