import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { isRow } from '../shared/domain/exact-json.ts';
import type { Item } from '../shared/dynamo/exact-row.ts';
import { type ReadCall, readUnits } from './read-units.ts';

/** Watches what a client reads: the engine's own count of capacity is wrong, so units are worked out from the items. */
export function watchReads(client: DynamoDBClient) {
  let calls: ReadCall[] = [];
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const result = await next(args);
        if (commandName === 'QueryCommand') calls.push(queryCall(args.input, result.output));
        if (commandName === 'BatchGetItemCommand') calls.push(batchGetCall(args.input, result.output));
        return result;
      },
    { step: 'initialize' },
  );
  return {
    /** What was read since the last time. */
    take() {
      const taken = calls;
      calls = [];
      return {
        calls: taken.length,
        items: taken.reduce((sum, { items }) => sum + items.length, 0),
        units: taken.reduce((sum, call) => sum + readUnits(call), 0),
      };
    },
  };
}

function queryCall(input: unknown, output: unknown): ReadCall {
  // An item of which a part came back is billed whole; a filter hides items that are billed.
  for (const name of ['ProjectionExpression', 'FilterExpression']) {
    if (isRow(input) && input[name] !== undefined) throw new Error(`${name} hides what was read.`);
  }
  const consistent = isRow(input) && input.ConsistentRead === true;
  return { operation: 'query', consistent, items: itemsOf(isRow(output) ? output.Items : undefined) };
}

function batchGetCall(input: unknown, output: unknown): ReadCall {
  const tables = (value: unknown): readonly unknown[] => (isRow(value) ? Object.values(value) : []);
  const items = tables(isRow(output) ? output.Responses : undefined).flatMap(itemsOf);
  const asked = tables(isRow(input) ? input.RequestItems : undefined).filter(isRow);
  const keys = (lists: readonly unknown[]) =>
    lists.filter(isRow).reduce((sum, { Keys }) => sum + itemsOf(Keys).length, 0);
  const left = keys(tables(isRow(output) ? output.UnprocessedKeys : undefined));
  return {
    operation: 'batch-get',
    consistent: asked.some(({ ConsistentRead }) => ConsistentRead === true),
    items,
    missing: keys(asked) - left - items.length,
  };
}

/** Decodes what the SDK gives as items. */
const itemsOf = (value: unknown): Item[] => (Array.isArray(value) ? (value as Item[]) : []);
