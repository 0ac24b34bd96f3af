import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Dataset, datasets } from '../../shared/domain/dataset.ts';
import {
  bundleConsumer,
  bundleProcess,
  consumeWebinar,
  functionMemory,
  memoryOptions,
} from '../../test/campaigns/webinar-process.ts';
import { consumerModule, startConsumer } from '../consumers/start-consumer.ts';
import { startEngine } from '../engines/start-engine.ts';
import { startZoom } from '../engines/start-zoom.ts';
import type { Figure, Line, Told } from '../figure.ts';

const sizes = [1_000, 50_000] as const;
/** One QoS sample a session: how much a page holds is alike at any size, and 5,667 pages are what shows growth. */
const minutes = 1;
const dayMs = 86_400_000;
const execArgv = memoryOptions(functionMemory);
/**
 * V8 lets garbage stand until there is enough of it to be worth collecting, so a process that runs for long peaks somewhat higher. Rows
 * that were held would show otherwise: 50 times as many of them.
 */
const flat = { of: 'ratio', most: 1.25 } as const;
const mostMegabytes = 200;

/** The peak memory of a consumer's process, bundled and with the heap of a function of 512 MB, a new one for each webinar. */
export const memory: Figure = {
  name: 'memory',
  about: 'a webinar of 50,000 people (15)',
  async measure(told) {
    const directory = await mkdtemp(join(tmpdir(), 'bench-memory-'));
    const endTime = new Date(Date.now() - 3_600_000).toISOString();
    const recipe = { kind: 'webinar', minutes, endTime } as const;
    const zoom = await startZoom(sizes.map((participants, index) => ({ ...recipe, seed: index + 1, participants })));
    const engine = await startEngine(join(directory, 'data'));
    const surroundings = { ...zoom, dynamodbUrl: engine.url };
    try {
      const ours = await ourPeaks(surroundings, directory, told);
      const obvious = await obviousPeaks(surroundings, directory, told);
      return linesOf(ours, obvious);
    } finally {
      await engine.close();
      await zoom.close();
      await rm(directory, { recursive: true });
    }
  },
};

type World = Awaited<ReturnType<typeof startZoom>> & { readonly dynamodbUrl: string };
/** In MB: of the small webinar, of the large one. */
type Peaks = readonly [number, number];

async function ourPeaks(world: World, directory: string, told: Told): Promise<ReadonlyMap<Dataset, Peaks>> {
  const bundle = await bundleConsumer(directory);
  const { apiUrl, oauthUrl, credentials, dynamodbUrl } = world;
  let startAt = Date.now();
  const peaks = new Map<Dataset, Peaks>();
  for (const dataset of datasets) {
    const peakOf = async (index: number) => {
      const meeting = { ...webinarOf(world, index), account: credentials.accountId };
      const order = { startAt, dataset, dynamodbUrl, apiUrl, oauthUrl, credentials, meeting };
      // Each in a day of its own: they share a rate budget, and the consumer's time runs ahead.
      startAt += dayMs;
      const { state, pages, seconds, peakMegabytes } = await consumeWebinar(bundle, order, execArgv);
      if (state !== 'captured' && state !== 'settled') throw new Error(`${dataset} ended as ${state}.`);
      told(
        `${dataset} of ${sizes[index]?.toLocaleString('en-US')}: ${pages} pages in ${seconds} s, ${peakMegabytes} MB`,
      );
      return peakMegabytes;
    };
    peaks.set(dataset, [await peakOf(0), await peakOf(1)]);
  }
  return peaks;
}

/** Of participants alone: of QoS it would ask for 57,000 pages. */
async function obviousPeaks(world: World, directory: string, told: Told): Promise<Peaks> {
  const module = pathToFileURL(await bundleProcess(consumerModule('obvious'), directory));
  const peakOf = async (index: number) => {
    told(`the obvious way, participants of ${sizes[index]?.toLocaleString('en-US')}`);
    const consumer = await startConsumer('obvious', world, { module, execArgv });
    const meeting = { ...webinarOf(world, index), account: '' };
    const { peakMegabytes } = await consumer.consume({ meeting, dataset: 'participants' });
    await consumer.close();
    return peakMegabytes;
  };
  return [await peakOf(0), await peakOf(1)];
}

function webinarOf({ meetings }: World, index: number) {
  const meeting = meetings[index];
  if (!meeting) throw new Error(`The simulator has no webinar ${index}.`);
  return meeting;
}

function linesOf(ours: ReadonlyMap<Dataset, Peaks>, obvious: Peaks): Line[] {
  const line = (what: string, [small, large]: Peaks): Line => ({
    ...{ what: `${what}, webinar of 50,000`, unit: 'MB at most', ours: large },
    against: { what: 'of 1,000', value: small },
  });
  return [
    ...[...ours].map(([dataset, peaks]) => ({ ...line(dataset, peaks), bar: flat })),
    {
      ...{ what: 'the largest of these', unit: 'MB at most', ours: Math.max(...[...ours.values()].flat()) },
      bar: { of: 'value', most: mostMegabytes },
    },
    { ...line('obvious way, participants', obvious), note: 'writes each page as it comes, as ours does' },
  ];
}
