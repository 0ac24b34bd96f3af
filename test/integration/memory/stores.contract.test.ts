import { expect, test } from 'vitest';
import { tables } from '../../support/capture/tables.ts';
import { createMemoryDynamo } from '../../support/memory/memory-table.ts';
import { startContractEngines } from './contract-engines.ts';
import { playScript, storeScripts } from './store-calls.ts';
import { allItems } from './transcript.ts';

test.each(storeScripts)('in memory as in the embedded engines, $title does the same', async (script) => {
  const { client } = createMemoryDynamo({ tables });
  const expected = await playScript(script, client);
  const errors = new Set(expected.flatMap((outcome) => ('error' in outcome ? [outcome.error] : [])));
  // A day's calls are used up; nothing else goes wrong.
  expect(errors.difference(new Set(['ZoomRateLimitError']))).toEqual(new Set());
  const left = await allItems(client);
  const engines = await startContractEngines();
  try {
    for (const engine of engines) {
      expect([engine.name, await playScript(script, engine.client)]).toEqual([engine.name, expected]);
      expect([engine.name, await allItems(engine.client)]).toEqual([engine.name, left]);
    }
  } finally {
    await Promise.all(engines.map(({ close }) => close()));
  }
});
