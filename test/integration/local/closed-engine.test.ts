import { expect, test } from 'vitest';
import { startDynalite } from '../../../local/emulator/engines/dynalite-engine.ts';
import { createEngineCall } from '../../../local/emulator/engines/engine-call.ts';
import { tables } from '../../support/capture/tables.ts';

const Key = { pk: { S: 'a' }, sk: { S: 'b' } };
const call = (operation: string, body: Record<string, unknown>) =>
  createEngineCall({ engine: 'dynamodb', operation, body, accessKeyId: undefined, functionId: undefined });

test.each([
  ['GetItem', { TableName: 'Captures', Key }],
  ['PutItem', { TableName: 'Captures', Item: Key }],
  ['BatchGetItem', { RequestItems: { Captures: { Keys: [Key] } } }],
])(
  'a %s under which the engine closes fails, and so does a later one; the process goes on',
  async (operation, body) => {
    const engine = await startDynalite({});
    await engine.ensureTables(tables);
    // Past its first read already, and not at its second one yet.
    const under = engine.answer(call(operation, body));
    await engine.close();
    await expect(under).rejects.toThrow('Database is not open');
    await expect(engine.answer(call(operation, body))).rejects.toThrow('Database is not open');
  },
);
