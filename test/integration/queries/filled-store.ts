import { type ItemsOptions, meetingItems } from '../../../bench/meeting-items.ts';
import { startEngines } from '../../../local/emulator/engines/start-engines.ts';
import type { SimulatedMeeting } from '../../../local/simulator/meeting.ts';
import { generateMeeting, type MeetingRecipe } from '../../../local/simulator/meetings.ts';
import { batchWrite, putText } from '../../../shared/dynamo/batch-write.ts';
import { type Item, itemText } from '../../../shared/dynamo/item.ts';
import { encodeAccount } from '../../../shared/dynamo/meetings/meeting-accounts.ts';
import { createQueries } from '../../../shared/queries/index.ts';
import { nearClient } from '../../support/capture/near-client.ts';
import { tables } from '../../support/capture/tables.ts';

/** A small meeting of Zoom's side; `changes` take the place of what is generated. */
export const meetingOf = (
  recipe: Partial<MeetingRecipe> = {},
  changes: Partial<SimulatedMeeting> = {},
): SimulatedMeeting => ({ ...generateMeeting({ seed: 1, participants: 5, minutes: 6, ...recipe }), ...changes });

/** The `Captures` table on the real engine, with what a test puts there, and the queries on it. */
export async function startFilledStore(now: () => number = () => Date.parse('2026-11-21T00:00:00Z')) {
  const engines = await startEngines({ functionOf: () => undefined, instance: 'test' });
  await engines.ensureTables(tables);
  const client = nearClient(engines.dynamodb, 'reader');
  const asked: string[] = [];
  client.middlewareStack.add(
    (next, { commandName }) =>
      (args) => {
        asked.push(commandName ?? '');
        return next(args);
      },
    { step: 'initialize' },
  );
  const store = { client, table: 'Captures', now };
  const put = (items: readonly Item[]) =>
    batchWrite(
      store.table,
      items.map((item) => putText(itemText(item))),
      { client, sleep: async () => {}, random: () => 0 },
    );
  await put([encodeAccount('one', '2026-11-20T00:00:00Z')]);
  return {
    store,
    put,
    /** Where other processes find it. */
    url: engines.dynamodb.url,
    queries: createQueries(store),
    /** Names of the SDK's commands sent so far. */
    asked,
    async add(meeting: SimulatedMeeting, options: Partial<ItemsOptions> = {}): Promise<SimulatedMeeting> {
      await put([...meetingItems(meeting, { account: 'one', ...options })]);
      return meeting;
    },
    async close() {
      client.destroy();
      await engines.close();
    },
  };
}
