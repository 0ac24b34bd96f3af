import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { isRow } from '../shared/domain/row/exact-json.ts';
import type { Item } from '../shared/dynamo/item.ts';
import { type ReadCall, readUnits } from './read-units.ts';

/** Watches what a client reads: the engine's own count of capacity is wrong, so units are worked out from the items. */
export function watchReads(client: DynamoDBClient) {
  let calls: ReadCall[] = [];
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const result = await next(args);
        const call = readCallOf(commandName?.replace(/Command$/, ''), args.input, result.output);
        if (call) calls.push(call);
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

/** @returns undefined when the operation, such as `Query`, does not read */
export function readCallOf(operation: string | undefined, input: unknown, output: unknown): ReadCall | undefined {
  if (operation === 'Query') return queryCall(input, output);
  if (operation === 'BatchGetItem') return batchGetCall(input, output);
  if (operation === 'GetItem') return getCall(input, output);
  return undefined;
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

function getCall(input: unknown, output: unknown): ReadCall {
  const consistent = isRow(input) && input.ConsistentRead === true;
  const items = itemsOf(isRow(output) && output.Item ? [output.Item] : []);
  return { operation: 'batch-get', consistent, items, missing: 1 - items.length };
}

/** Decodes what the SDK gives as items. */
const itemsOf = (value: unknown): Item[] => (Array.isArray(value) ? (value as Item[]) : []);
