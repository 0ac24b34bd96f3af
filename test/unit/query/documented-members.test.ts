import { readFile } from 'node:fs/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { captureIndexes } from '../../../shared/dynamo/schema.ts';
import { createQueries } from '../../../shared/query/queries.ts';

const document = await readFile(new URL('../../../docs/queries.md', import.meta.url), 'utf8');

test('docs/queries.md names every question that code can ask, and indexes that there are', () => {
  const lines = [...document.matchAll(/^\| .+? \| `(\w+)` \| (.+?) \|/gm)];
  const members = Object.keys(createQueries({ client: new DynamoDBClient({ region: 'us-east-1' }), table: 'none' }));
  expect(['accounts', ...lines.map(([, member]) => member)].sort()).toEqual(members.sort());
  const named = lines.flatMap(([, , by = '']) => [...by.matchAll(/`(.+?)`/g)].map(([, index]) => index));
  expect(new Set(named)).toEqual(new Set(Object.values(captureIndexes).map(({ name }) => name)));
});
