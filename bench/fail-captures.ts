import { type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { newCapture } from '../shared/domain/capture/capture.ts';
import { datasets } from '../shared/domain/dataset.ts';
import { omit } from '../shared/domain/omit.ts';
import { encodeCapture } from '../shared/dynamo/captures/capture-item.ts';
import { account, benchMeeting, type StoreSize } from './fill-store.ts';

const failedCaptures = 20;

/** Makes the report's captures of the store's first meetings failed ones. */
export async function failCaptures(client: DynamoDBClient, table: string, size: StoreSize): Promise<void> {
  for (let index = 0; index < Math.min(failedCaptures, size.meetings); index += 1) {
    const ended = omit(benchMeeting(index, size), ...datasets);
    const failed = newCapture({ ...ended, account }, 'report', {
      nextPollAt: ended.endTime,
      now: new Date(ended.endTime),
    });
    const Item = encodeCapture({ ...failed, state: 'failed' }, undefined);
    await client.send(new PutItemCommand({ TableName: table, Item }));
  }
}
