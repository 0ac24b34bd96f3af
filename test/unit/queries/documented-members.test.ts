import { readFile } from 'node:fs/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { captureIndexes } from '../../../shared/dynamo/schema.ts';
import { createQueries } from '../../../shared/queries/index.ts';

const entry = await readFile(new URL('../../../shared/queries/index.ts', import.meta.url), 'utf8');
const document = await readFile(new URL('../../../docs/queries.md', import.meta.url), 'utf8');

test('docs/queries.md names every question that code can ask, and indexes that there are', () => {
  const lines = [...document.matchAll(/^\| .+? \| `(\w+)` \| (.+?) \|/gm)];
  const members = Object.keys(createQueries({ client: new DynamoDBClient({ region: 'us-east-1' }), table: 'none' }));
  expect(['accounts', ...lines.map(([, member]) => member)].sort()).toEqual(members.sort());
  const named = lines.flatMap(([, , by = '']) => [...by.matchAll(/`(.+?)`/g)].map(([, index]) => index));
  expect(new Set(named)).toEqual(new Set(Object.values(captureIndexes).map(({ name }) => name)));
});

test('docs/queries.md names all that shared/queries/index.ts exports, so that nothing else becomes public', () => {
  const lists = [...entry.matchAll(/^export (?:type )?\{(.+?)\}/gms)].flatMap(([, list = '']) => list.split(','));
  const declared = [...entry.matchAll(/^export (?:type|function) (\w+)/gm)].map(([, name = '']) => name);
  const exported = [...lists.map((name) => name.replace('type ', '').trim()), ...declared];
  expect(exported).toContain('createQueries');
  const section = document.split('## From your own code')[1] ?? '';
  expect(exported.filter((name) => !new RegExp(`\\b${name}\\b`).test(section))).toEqual([]);
});
