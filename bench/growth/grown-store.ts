import { join } from 'node:path';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientFor } from '../engines/sdk-client.ts';
import { type MeteredEngine, startMeteredEngine } from '../engines/start-engine.ts';
import { writeDirectly } from '../engines/write-directly.ts';
import { failCaptures } from '../fail-captures.ts';
import { type StoreSize, storeItems } from '../fill-store.ts';

export const table = 'Captures';
export const meetingsPerMonth = 1_000;
const minutes = 2;
const sessionsPerMeeting = 2.4;

/** Small meetings, of two people each. The first month is the same at any size, and so is what is asked of it. */
export const sizeOf = (meetings: number): StoreSize => ({
  meetings,
  minutes,
  meetingsPerMonth,
  sessions: meetings * sessionsPerMeeting,
});

export type GrownStore = {
  readonly meetings: number;
  readonly engine: MeteredEngine;
  readonly client: DynamoDBClient;
  readonly close: () => Promise<void>;
};

/** Fills a folder of its own within the directory, and opens it in a process of its own. */
export async function startGrownStore(
  meetings: number,
  directory: string,
  told: (progress: string) => void,
): Promise<GrownStore> {
  const dataDir = join(directory, String(meetings));
  const items = storeItems(sizeOf(meetings), (filled) => {
    if (filled % 10_000 === 0)
      told(`${filled.toLocaleString('en-US')} of ${meetings.toLocaleString('en-US')} meetings`);
  });
  await writeDirectly(dataDir, table, items);
  const engine = await startMeteredEngine(dataDir);
  const client = clientFor(engine.url);
  await failCaptures(client, table, sizeOf(meetings));
  return {
    meetings,
    engine,
    client,
    async close() {
      client.destroy();
      await engine.close();
    },
  };
}
