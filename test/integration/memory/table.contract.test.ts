import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tables } from '../../support/capture/tables.ts';
import { createMemoryDynamo } from '../../support/memory/memory-table.ts';
import { type ContractEngine, startContractEngines } from './contract-engines.ts';
import { knownFaults, type Scenario, scenarios } from './table-calls.ts';
import { contents, type Outcome, outcomeOf } from './transcript.ts';

let engines: readonly ContractEngine[] = [];
beforeAll(async () => {
  engines = await startContractEngines();
});
afterAll(() => Promise.all(engines.map(({ close }) => close())));

type Client = ContractEngine['client'];

async function play(client: Client, calls: ReturnType<Scenario['calls']>): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const call of calls) outcomes.push(await outcomeOf(() => call(client)));
  return outcomes;
}

const numbered = (outcomes: readonly Outcome[]) => outcomes.map((outcome, call) => ({ call, ...outcome }));

describe('the contract of tables', () => {
  test.each(scenarios.map((scenario, number) => ({ ...scenario, number })))(
    'in memory as in the embedded engines, a table $title',
    async ({ calls, number }) => {
      const partitions = [`first-${number}`, `other-${number}`] as const;
      const memory = createMemoryDynamo({ tables });
      const expected = numbered(await play(memory.client, calls(...partitions)));
      const left = await contents(memory.client, partitions);
      for (const { name, client } of engines) {
        expect({ name, outcomes: numbered(await play(client, calls(...partitions))) }).toEqual({
          name,
          outcomes: expected,
        });
        expect(await contents(client, partitions)).toEqual(left);
      }
    },
  );
});

describe('known faults of the embedded engines', () => {
  test.each(knownFaults.map((fault, number) => ({ ...fault, number })))(
    '$engine, unlike DynamoDB and the table in memory, $title',
    async ({ engine, calls, number }) => {
      const partitions = [`fault-${number}`, `other-fault-${number}`] as const;
      const expected = await play(createMemoryDynamo({ tables }).client, calls(...partitions));
      for (const { name, client } of engines) {
        const outcomes = await play(client, calls(...partitions));
        expect(outcomes.slice(0, -1)).toEqual(expected.slice(0, -1));
        expect([name, isDeepStrictEqual(outcomes.at(-1), expected.at(-1))]).toEqual([name, name !== engine]);
      }
    },
  );
});
