import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

const step = 'count-read-units';

/**
 * Has DynamoDB say what each read costs while `work` is done.
 * @returns what it gives, and the capacity units of all its reads
 */
export async function countReadUnits<Result>(
  client: DynamoDBClient,
  work: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly readUnits: number }> {
  let readUnits = 0;
  client.middlewareStack.add(
    (next) => async (args) => {
      Object.assign(args.input, { ReturnConsumedCapacity: 'TOTAL' });
      const answer = await next(args);
      const { ConsumedCapacity: consumed } = Object(answer.output);
      for (const one of Array.isArray(consumed) ? consumed : [consumed]) {
        readUnits += Number(Object(one).CapacityUnits ?? 0);
      }
      return answer;
    },
    { step: 'initialize', name: step, override: true },
  );
  try {
    return { result: await work(), readUnits };
  } finally {
    client.middlewareStack.remove(step);
  }
}
