import { generateMeeting } from '../../local/simulator/meetings.ts';
import { countRows } from '../../local/simulator/rows/row.ts';
import { type Dataset, datasets, hasSamples } from '../../shared/domain/dataset.ts';
import { pageSizes } from '../../shared/zoom/endpoints.ts';
import type { Order } from '../consumers/orders.ts';
import { startConsumer } from '../consumers/start-consumer.ts';
import { startEngine } from '../engines/start-engine.ts';
import { startZoom } from '../engines/start-zoom.ts';
import { type Figure, type Line, median } from '../figure.ts';

const minutes = 60;
/** Rows to a page: one to a session. Pages with samples are small and heavy, so fewer rows make a good measure. */
const participantsFor = (dataset: Dataset): number => (hasSamples(dataset) ? 60 : 500);
const warmUps = 2;
const pairs = 7;
const mostRatio = (dataset: Dataset): number => (hasSamples(dataset) ? 0.25 : 1);

/** CPU of a consumer's process for the same rows, ours and the obvious way by turns; Zoom and DynamoDB run elsewhere. */
export const cpu: Figure = {
  name: 'cpu',
  about: 'processor time of a page (1)',
  async measure(told) {
    const lines: Line[] = [];
    for (const dataset of datasets) {
      told(dataset);
      lines.push(await measureDataset(dataset));
    }
    return lines;
  },
};

async function measureDataset(dataset: Dataset): Promise<Line> {
  const endTime = new Date(Date.now() - 3_600_000).toISOString();
  const recipes = Array.from({ length: warmUps + pairs }, (_, index) => ({
    seed: index + 1,
    participants: participantsFor(dataset),
    minutes,
    endTime,
  }));
  const zoom = await startZoom(recipes);
  const engine = await startEngine();
  const surroundings = { ...zoom, dynamodbUrl: engine.url };
  const [ours, obvious] = [await startConsumer('our', surroundings), await startConsumer('obvious', surroundings)];
  try {
    const taken: { ours: number; obvious: number }[] = [];
    for (const [index, meeting] of zoom.meetings.entries()) {
      const order: Order = { meeting: { ...meeting, account: '' }, dataset };
      const one = { ours: (await ours.consume(order)).cpuMs, obvious: (await obvious.consume(order)).cpuMs };
      if (index >= warmUps) taken.push(one);
    }
    return lineOf(dataset, taken);
  } finally {
    await Promise.all([ours.close(), obvious.close()]);
    await engine.close();
    await zoom.close();
  }
}

function lineOf(dataset: Dataset, taken: readonly { readonly ours: number; readonly obvious: number }[]): Line {
  // Not whole ones: every meeting has as many rows.
  const pages =
    countRows(generateMeeting({ seed: 1, participants: participantsFor(dataset), minutes })[dataset]) /
    pageSizes[dataset];
  const ratios = taken.map(({ ours, obvious }) => ours / obvious).toSorted((a, b) => a - b);
  const value = median(taken.map(({ obvious }) => obvious)) / pages;
  return {
    what: `${dataset}: CPU for ${pageSizes[dataset]} rows${hasSamples(dataset) ? ` of ${minutes} minutes` : ''}`,
    unit: 'ms',
    // The median of the pairs' ratios, which the others who use the machine disturb least.
    ours: median(ratios) * value,
    against: { what: 'obvious way', value },
    bar: { of: 'ratio', most: mostRatio(dataset) },
    note: `${pairs} pairs, ${ratios[0]?.toFixed(2)} to ${ratios.at(-1)?.toFixed(2)}`,
  };
}
