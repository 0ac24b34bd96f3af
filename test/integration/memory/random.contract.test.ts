import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tables } from '../../support/capture/tables.ts';
import { createMemoryDynamo } from '../../support/memory/memory-table.ts';
import { type ContractEngine, startContractEngines } from './contract-engines.ts';
import { partitions, type RandomCall, randomCalls } from './random-calls.ts';
import { contents, type Outcome, outcomeOf } from './transcript.ts';

let engines: readonly ContractEngine[] = [];
beforeAll(async () => {
  engines = await startContractEngines();
});
afterAll(() => Promise.all(engines.map(({ close }) => close())));

type Told = { readonly call: string; readonly outcome: Outcome };

async function play(client: ContractEngine['client'], calls: readonly RandomCall[], run: string): Promise<Told[]> {
  const told: Told[] = [];
  for (const { text, send } of calls) told.push({ call: text, outcome: await outcomeOf(() => send(client, run)) });
  return told;
}

test('in memory as in the embedded engines, random calls come to the same and leave the same', async () => {
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(randomCalls, async (calls) => {
      runs += 1;
      const run = `run${runs}`;
      const memory = createMemoryDynamo({ tables });
      const expected = await play(memory.client, calls, run);
      const names = partitions.map((partition) => `${run}-${partition}`);
      const left = await contents(memory.client, names);
      for (const { name, client } of engines) {
        expect([name, await play(client, calls, run)]).toEqual([name, expected]);
        expect([name, await contents(client, names)]).toEqual([name, left]);
      }
    }),
    { numRuns: 40, interruptAfterTimeLimit: 15_000 },
  );
});
