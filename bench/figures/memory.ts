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

const webinars = {
  small: { participants: 1_000, minutes: 1 },
  /** One QoS sample a session: how much a page holds is alike at any size, and 5,667 pages are what shows growth. */
  large: { participants: 50_000, minutes: 1 },
  hour: { participants: 1_000, minutes: 60 },
  /** A page has half a megabyte. */
  largeHour: { participants: 5_000, minutes: 60 },
} as const;
type Webinar = keyof typeof webinars;
const names = Object.keys(webinars) as Webinar[];

const subjects: readonly {
  readonly what: string;
  readonly dataset: Dataset;
  readonly of: readonly [Webinar, Webinar];
}[] = [
  ...datasets.map((dataset) => ({ what: dataset, dataset, of: ['small', 'large'] as const })),
  { what: 'qos, an hour', dataset: 'qos', of: ['hour', 'largeHour'] },
];
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
    const zoom = await startZoom(
      names.map((name, index) => ({ ...webinars[name], kind: 'webinar', seed: index + 1, endTime })),
    );
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

type Surroundings = Awaited<ReturnType<typeof startZoom>> & { readonly dynamodbUrl: string };
/** In MB: of the small webinar, of the large one. */
type Peaks = {
  readonly what: string;
  readonly of: readonly [Webinar, Webinar];
  readonly mb: readonly [number, number];
};

async function ourPeaks(surroundings: Surroundings, directory: string, told: Told): Promise<readonly Peaks[]> {
  const bundle = await bundleConsumer(directory);
  const { apiUrl, oauthUrl, credentials, dynamodbUrl } = surroundings;
  let startAt = Date.now();
  const peakOf = async (dataset: Dataset, name: Webinar): Promise<number> => {
    const meeting = { ...webinarOf(surroundings, name), account: credentials.accountId };
    const order = { startAt, dataset, dynamodbUrl, apiUrl, oauthUrl, credentials, meeting };
    // Each in a day of its own: they share a rate budget, and the consumer's time runs ahead.
    startAt += dayMs;
    const { state, pages, seconds, peakMegabytes } = await consumeWebinar(bundle, order, execArgv);
    if (state !== 'captured' && state !== 'settled') throw new Error(`${dataset} ended as ${state}.`);
    told(`${dataset} ${sizeText(name)}: ${pages} pages in ${seconds} s, ${peakMegabytes} MB`);
    return peakMegabytes;
  };
  const peaks: Peaks[] = [];
  for (const { what, dataset, of } of subjects) {
    const [small, large] = of;
    peaks.push({ what, of, mb: [await peakOf(dataset, small), await peakOf(dataset, large)] });
  }
  return peaks;
}

/** Of participants alone: of QoS it would ask for 57,000 pages. With as much heap, and the nursery that Node chooses. */
async function obviousPeaks(surroundings: Surroundings, directory: string, told: Told): Promise<Peaks> {
  const module = pathToFileURL(await bundleProcess(consumerModule('obvious'), directory));
  const peakOf = async (name: Webinar) => {
    told(`the obvious way, participants ${sizeText(name)}`);
    const ofHeap = [`--max-old-space-size=${functionMemory.heap}`];
    const consumer = await startConsumer('obvious', surroundings, { module, execArgv: ofHeap });
    const meeting = { ...webinarOf(surroundings, name), account: '' };
    const { peakMegabytes } = await consumer.consume({ meeting, dataset: 'participants' });
    await consumer.close();
    return peakMegabytes;
  };
  const mb = [await peakOf('small'), await peakOf('large')] as const;
  return { what: 'obvious way, participants', of: ['small', 'large'], mb };
}

const sizeText = (name: Webinar): string => `of ${webinars[name].participants.toLocaleString('en-US')}`;

function webinarOf({ meetings }: Surroundings, name: Webinar) {
  const meeting = meetings[names.indexOf(name)];
  if (!meeting) throw new Error(`The simulator has no webinar ${name}.`);
  return meeting;
}

function linesOf(ours: readonly Peaks[], obvious: Peaks): Line[] {
  const unit = 'MB at most';
  const line = ({ what, of, mb }: Peaks): Line => ({
    what: `${what}, webinar ${sizeText(of[1])}`,
    unit,
    ours: mb[1],
    against: { what: sizeText(of[0]), value: mb[0] },
  });
  return [
    ...ours.map((peaks) => ({ ...line(peaks), bar: flat })),
    {
      what: 'the largest of these',
      unit,
      ours: Math.max(...ours.flatMap(({ mb }) => mb)),
      bar: { of: 'value', most: mostMegabytes },
    },
    { ...line(obvious), note: 'writes each page as it comes, as ours does' },
  ];
}
