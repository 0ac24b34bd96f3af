import { expect, onTestFinished, test } from 'vitest';
import { startDynalite } from '../../../local/emulator/engines/dynalite-engine.ts';
import { createEngineFront } from '../../../local/emulator/engines/engine-front.ts';
import { removeExpired } from '../../../local/emulator/engines/time-to-live.ts';

test('items whose time is over are removed, those without one stay', async () => {
  const engine = await startDynalite({});
  const front = await createEngineFront({ name: 'dynamodb', engine, functionOf: () => undefined, instance: 'test' });
  onTestFinished(front.close);
  const definition = {
    TableName: 'Table',
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
  };
  await engine.ensureTables([definition]);
  const nowMs = 1_800_000_000_000;
  const put = (pk: string, more: object) =>
    front.call('PutItem', { TableName: 'Table', Item: { pk: { S: pk }, ...more } });
  await put('over', { expiresAt: { N: '1799999999' } });
  await put('now', { expiresAt: { N: '1800000000' } });
  await put('text', { expiresAt: { S: '1' } });
  await put('for ever', {});
  await removeExpired(front, { definition, timeToLiveAttribute: 'expiresAt' }, { nowMs });
  const { Items } = JSON.parse((await front.call('Scan', { TableName: 'Table' })).body.toString());
  expect(Items.map(({ pk }: { pk: { S: string } }) => pk.S).toSorted()).toEqual(['for ever', 'now', 'text']);
});
