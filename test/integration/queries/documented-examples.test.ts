import { readFile } from 'node:fs/promises';
import { type AttributeValue, paginateQuery } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Dynoxide, startDynoxide } from '../../../bench/engines/start-dynoxide.ts';
import { canonicalText } from '../../../shared/domain/row/content-hash.ts';
import type { Item } from '../../../shared/dynamo/item.ts';
import { captureIndexes, tableKeys } from '../../../shared/dynamo/schema.ts';
import { tables } from '../../support/capture/tables.ts';
import { documentedItems, failedUuid, meeting } from './documented-store.ts';
import { startFilledStore } from './filled-store.ts';

const document = await readFile(new URL('../../../docs/data-model.md', import.meta.url), 'utf8');
const [, sql = ''] = /```sql\n(.*?)```/s.exec(document) ?? [];
const statements = sql
  .replace(/^--.*$/gm, '')
  .split(';')
  .map((statement) => statement.trim().replace(/\s+/g, ' '))
  .filter((statement) => statement !== '');

/** Lines of the console's table: what to see, index, partition key, and how the sort key is asked for. */
const forms = [
  ...(document.split('## Ask in the console')[1] ?? '').matchAll(
    /^\| (?!To see|---)(.+?) \| (.+?) \| `(.+?)` \| (.*?) ?\|$/gm,
  ),
].map(([, sight = '', index = '', partition = '', sortKey = '']) => ({
  sight,
  index: index.replaceAll('`', ''),
  partition,
  sortKey,
}));

/** A condition on a key with texts in quotes, as both forms come to it. */
type Asked = { readonly index: string | undefined; readonly condition: string; readonly backwards?: boolean };

const indexNamed = (name: string | undefined) => Object.values(captureIndexes).find((index) => index.name === name);

/** The Query that DynamoDB makes of a statement: its condition has to be one on the keys. */
function queryOf(statement: string): Asked {
  const form = /^SELECT .+? FROM "Captures"(?:\."([\w-]+)")? WHERE (.+?)(?: ORDER BY (\w+)( DESC)?)?$/.exec(statement);
  if (!form) throw new Error(`This is no statement that is known here: ${statement}`);
  const [, index, condition = '', order, descending] = form;
  if (order !== undefined) expect(order).toBe((indexNamed(index) ?? tableKeys).sortKey);
  return { index, condition, backwards: descending !== undefined };
}

function queryOfForm({ index: name, partition, sortKey }: (typeof forms)[number]): Asked {
  const index = indexNamed(name);
  const { partitionKey, sortKey: attribute } = index ?? tableKeys;
  const [first, last] = [...sortKey.matchAll(/`(.+?)`/g)].map(([, text]) => text);
  const operators: Readonly<Record<string, string>> = {
    Between: ` AND ${attribute} BETWEEN '${first}' AND '${last}'`,
    'Begins with': ` AND begins_with(${attribute}, '${first}')`,
    'Greater than or equal to': ` AND ${attribute} >= '${first}'`,
    '': '',
  };
  const operator = sortKey.split('`')[0]?.trim() ?? '';
  return { index: index?.name, condition: `${partitionKey} = '${partition}'${operators[operator]}` };
}

let filled: Awaited<ReturnType<typeof startFilledStore>>;
let exact: Dynoxide | undefined;
beforeAll(async () => {
  const items = documentedItems();
  filled = await startFilledStore();
  await filled.put(items);
  exact = await startDynoxide();
  for (const table of exact ? tables : [])
    await exact?.call('CreateTable', { ...table, BillingMode: 'PAY_PER_REQUEST' });
  for (const Item of exact ? items : []) await exact?.call('PutItem', { TableName: 'Captures', Item: onTheWire(Item) });
});
afterAll(async () => {
  await filled.close();
  await exact?.close();
});

/** As a client sends it: bytes in Base64. */
const onTheWire = (item: Item) =>
  Object.fromEntries(
    Object.entries(item).map(([name, value]) => [
      name,
      value.B ? { B: Buffer.from(value.B).toString('base64') } : value,
    ]),
  );

async function ask({ index, condition, backwards = false }: Asked): Promise<Item[]> {
  const texts: Record<string, AttributeValue> = {};
  const KeyConditionExpression = condition.replace(/'([^']*)'/g, (_, text: string) => {
    const name = `:text${Object.keys(texts).length}`;
    texts[name] = { S: text };
    return name;
  });
  const input = {
    TableName: 'Captures',
    KeyConditionExpression,
    ExpressionAttributeValues: texts,
    ScanIndexForward: !backwards,
  };
  const pages = paginateQuery(
    { client: filled.store.client },
    { ...input, ...(index !== undefined && { IndexName: index }) },
  );
  return (await Array.fromAsync(pages)).flatMap(({ Items = [] }) => Items);
}

const meetingsOf = (items: readonly Item[]) => new Set(items.map(({ pk }) => pk?.S));
const expectedMeetings = ({ index }: Asked) =>
  new Set([index === captureIndexes.byState.name ? failedUuid : meeting.uuid]);

describe('an example of docs/data-model.md', () => {
  test('docs/data-model.md has an example for each index and the table, in PartiQL and for the console', () => {
    const all = [undefined, ...Object.values(captureIndexes).map(({ name }) => name)].sort();
    expect([...new Set(statements.map((statement) => queryOf(statement).index))].sort()).toEqual(all);
    expect([...new Set(forms.map((form) => queryOfForm(form).index))].sort()).toEqual(all);
  });

  // Where the engine with PartiQL is not installed, the Query that a statement comes to is run alone.
  test.each(statements)('the PartiQL of docs/data-model.md finds what it is for: %s', async (statement) => {
    const query = queryOf(statement);
    const items = await ask(query);
    expect(meetingsOf(items)).toEqual(expectedMeetings(query));
    if (!exact) return;
    const { Items: answered = [] } = (await exact.call('ExecuteStatement', { Statement: statement })).body as {
      Items?: Item[];
    };
    const [, names = ''] = /^SELECT (.+?) FROM/.exec(statement) ?? [];
    const wanted = names === '*' ? undefined : names.split(', ');
    const selected = items.map((item) =>
      Object.fromEntries(Object.entries(item).filter(([name]) => wanted?.includes(name) ?? true)),
    );
    // This engine passes over ORDER BY.
    expect(answered.map(canonicalText).sort()).toEqual(selected.map(canonicalText).sort());
  });

  test.each(forms)('the form for the console in docs/data-model.md finds what it is for: $sight', async (form) => {
    const query = queryOfForm(form);
    expect(meetingsOf(await ask(query))).toEqual(expectedMeetings(query));
  });
});
