import { DynamoDBClient, type ServiceInputTypes } from '@aws-sdk/client-dynamodb';
import { isRow } from '../../shared/domain/row/exact-json.ts';
import { createDynamoClient } from '../../shared/dynamo/dynamo-client.ts';

const local = (url: string) => ({
  endpoint: url,
  region: 'us-east-1',
  credentials: { accessKeyId: 'bench', secretAccessKey: 'x' },
});

/** The SDK's client as it comes, for an engine on this machine. */
export const clientFor = (url: string): DynamoDBClient => new DynamoDBClient(local(url));

/** The product's. */
export const ourClientFor = (url: string): DynamoDBClient => createDynamoClient(local(url));

/** Makes a client ask what each of its calls consumes, and tells it. The engine must count rightly. */
export function askForCapacity(client: DynamoDBClient, told: (units: number) => void): void {
  client.middlewareStack.add(
    (next) => async (args) => {
      const input = { ...args.input, ReturnConsumedCapacity: 'TOTAL' } as ServiceInputTypes;
      const result = await next({ ...args, input });
      const { ConsumedCapacity } = Object(result.output);
      for (const capacity of [ConsumedCapacity].flat()) {
        if (isRow(capacity)) told(Number(capacity.CapacityUnits));
      }
      return result;
    },
    { step: 'initialize' },
  );
}
