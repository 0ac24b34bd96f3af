import { type DynamoDBClient, GetItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { benchMeeting } from '../fill-store.ts';
import { meetingsPerMonth, sizeOf, table } from './grown-store.ts';

export const bareNames = { get: 'ten bare GetItems', query: 'ten bare Queries' } as const;
const callsAtOnce = 10;

/** What any code would ask of the engine, by the SDK alone: how much it slows down by itself as it fills. */
export function bareCalls(client: DynamoDBClient, index: number) {
  const size = sizeOf(meetingsPerMonth);
  const keys = Array.from(
    { length: callsAtOnce },
    (_, at) => benchMeeting((index + at * 101) % meetingsPerMonth, size).uuid,
  );
  const each = async (ask: (uuid: string) => Promise<unknown>) => {
    for (const uuid of keys) await ask(uuid);
    return { answers: keys.length };
  };
  const get = (uuid: string) =>
    client.send(new GetItemCommand({ TableName: table, Key: { pk: { S: uuid }, sk: { S: 'meeting' } } }));
  const query = (uuid: string) =>
    client.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': { S: uuid } },
        Limit: 10,
      }),
    );
  return [
    { name: bareNames.get, ask: () => each(get) },
    { name: bareNames.query, ask: () => each(query) },
  ];
}
