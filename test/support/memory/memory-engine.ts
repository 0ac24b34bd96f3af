import { ConditionalCheckFailedException, DynamoDBServiceException } from '@aws-sdk/client-dynamodb';
import { type Engine, jsonAnswer } from '../../../local/emulator/engines/engine-call.ts';
import type { MemoryDynamo } from './memory-table.ts';

/** The table in memory as an engine: what SDK clients send and read is JSON, as from the embedded one. */
export function memoryEngine({ run }: Pick<MemoryDynamo, 'run'>): Engine {
  return {
    async answer({ operation, body }) {
      try {
        return jsonAnswer(200, written(run(operation, read(body) as object)));
      } catch (error) {
        if (!(error instanceof DynamoDBServiceException)) throw error;
        const item =
          error instanceof ConditionalCheckFailedException && error.Item ? { Item: written(error.Item) } : {};
        const type = `com.amazonaws.dynamodb.v20120810#${error.name}`;
        return jsonAnswer(400, { __type: type, message: error.message, ...item });
      }
    },
    async close() {},
  };
}

/** Bytes, which stand as base64 under `B` where a value is written, and nowhere else. */
const read = (value: unknown): unknown =>
  mapped(value, (object) => (typeof object.B === 'string' ? { B: Buffer.from(object.B, 'base64') } : undefined));

const written = (value: unknown): unknown =>
  mapped(value, (object) =>
    object.B instanceof Uint8Array ? { B: Buffer.from(object.B).toString('base64') } : undefined,
  );

function mapped(value: unknown, bytes: (object: Readonly<Record<string, unknown>>) => object | undefined): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((element) => mapped(element, bytes));
  const object = value as Readonly<Record<string, unknown>>;
  return (
    bytes(object) ?? Object.fromEntries(Object.entries(object).map(([name, member]) => [name, mapped(member, bytes)]))
  );
}
