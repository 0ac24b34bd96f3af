import { inventedAccount } from '../../local/simulator/zoom/account.ts';
import { datasets } from '../../shared/domain/dataset.ts';
import { startConsumer } from '../consumers/start-consumer.ts';
import { startZoom, unlimited } from '../engines/start-zoom.ts';
import { account } from '../fill-store.ts';
import { type Round, roundOf } from './by-turns.ts';
import { type GrownStore, sizeOf } from './grown-store.ts';

const warmUps = 20;

/** Small meetings captured into each store by the product's own code, all datasets of one after the other, each once. */
export async function captureRounds(stores: readonly GrownStore[], rounds: number): Promise<readonly Round[]> {
  const endTime = new Date(Date.now() - 3_600_000).toISOString();
  const { minutes } = sizeOf(1);
  const recipes = Array.from({ length: warmUps + rounds }, (_, index) => ({
    seed: index + 1,
    participants: 2,
    minutes,
    endTime,
  }));
  const zoom = await startZoom(recipes, { ...unlimited, accounts: [{ ...inventedAccount, accountId: account }] });
  const start = ({ engine }: GrownStore) => startConsumer('our', { ...zoom, dynamodbUrl: engine.url });
  const consumers = await Promise.all(stores.map(start));
  try {
    const measured: Round[] = [];
    for (const [index, meeting] of zoom.meetings.entries()) {
      const round = await roundOf(stores, index, async (_, at) => {
        for (const dataset of datasets) await consumers[at]?.consume({ meeting: { ...meeting, account }, dataset });
      });
      if (index >= warmUps) measured.push(round);
    }
    return measured;
  } finally {
    await Promise.all(consumers.map(({ close }) => close()));
    await zoom.close();
  }
}
