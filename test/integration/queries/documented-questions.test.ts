import { readFile } from 'node:fs/promises';
import { type AttributeValue, QueryCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { captureIndexes } from '../../../shared/dynamo/schema.ts';
import { account, documentedItems, failedUuid, meeting } from './documented-store.ts';
import { startFilledStore } from './filled-store.ts';

type Question = {
  readonly question: string;
  readonly index: string;
  readonly condition: string;
  readonly rest: string;
};

const document = await readFile(new URL('../../../docs/data-model.md', import.meta.url), 'utf8');

/** The lines of the table of questions, as printed. */
function printedQuestions(): Question[] {
  const section = document.split(/\n#+ /).find((of) => of.startsWith('Questions and their indexes')) ?? '';
  return [...section.matchAll(/^\| (?!Question)(.+?) \| (.+?) \| `(.+?)`(.*?) \|$/gm)].map(
    ([, question = '', index = '', condition = '', rest = '']) => ({
      question,
      condition,
      rest,
      index: index.replaceAll('`', ''),
    }),
  );
}

const day = '2026-11-20';

/** What each placeholder stands for, by index. */
const values = (index: string): Record<string, AttributeValue> => ({
  ':uuid': { S: meeting.uuid },
  ':id': { S: index === captureIndexes.byMeetingId.name ? meeting.meetingId : account },
  ':from': { S: `${day}T00:00:00.000Z` },
  ':to': { S: `${day}T23:59:59.999Z` },
});

let filled: Awaited<ReturnType<typeof startFilledStore>>;
beforeAll(async () => {
  filled = await startFilledStore();
  await filled.put(documentedItems());
});
afterAll(() => filled.close());

/** The condition as printed, run: the engine takes no quoted texts, so each becomes a placeholder. */
async function ask({ index, condition, rest }: Question) {
  const used = Object.entries(values(index)).filter(([name]) => new RegExp(`${name}\\b`).test(condition));
  const texts: Record<string, AttributeValue> = Object.fromEntries(used);
  const KeyConditionExpression = condition.replace(/'([^']*)'/g, (_, text: string) => {
    const name = `:text${Object.keys(texts).length}`;
    texts[name] = { S: text.replace('<account id>', account) };
    return name;
  });
  const { Items = [] } = await filled.store.client.send(
    new QueryCommand({
      TableName: filled.store.table,
      ...(index !== 'the table' && { IndexName: index }),
      KeyConditionExpression,
      ExpressionAttributeValues: texts,
      ScanIndexForward: !rest.includes('backwards'),
    }),
  );
  return Items.map(({ pk, sk, qualityRank }) => ({ pk: pk?.S, sk: sk?.S ?? '', rank: qualityRank?.S ?? '' }));
}

const expected: Readonly<Record<string, readonly string[]>> = {
  'one meeting and its captures': ['capture#participants', 'capture#qos', 'capture#report', 'meeting'],
  'meetings of an account that ended on a day': ['meeting'],
  'instances of a recurring meeting': ['meeting'],
  'captures that are open, failed or unavailable': ['capture#qos'],
};

describe('a question of docs/data-model.md, asked with its printed key condition', () => {
  test('docs/data-model.md has a question for each index and for the table', () => {
    const indexes = new Set(printedQuestions().map(({ index }) => index));
    expect(indexes).toEqual(new Set(['the table', ...Object.values(captureIndexes).map(({ name }) => name)]));
  });

  test.each(printedQuestions())(
    'the key condition that docs/data-model.md prints for $index answers: $question',
    async (printed) => {
      const items = await ask(printed);
      expect(items).not.toEqual([]);
      const uuid = printed.index === captureIndexes.byState.name ? failedUuid : meeting.uuid;
      expect(new Set(items.map(({ pk }) => pk))).toEqual(new Set([uuid]));
      const sortKeys = expected[printed.question];
      if (sortKeys) expect(items.map(({ sk }) => sk)).toEqual(sortKeys);
      if (printed.index === captureIndexes.byQuality.name) {
        expect(items.map(({ rank }) => rank)).toEqual(
          items
            .map(({ rank }) => rank)
            .toSorted()
            .toReversed(),
        );
      }
    },
  );
});
