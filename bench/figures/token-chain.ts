import { generateMeeting } from '../../local/simulator/meetings.ts';
import { countRows } from '../../local/simulator/rows/row.ts';
import { type Dataset, datasets } from '../../shared/domain/dataset.ts';
import { pageSizes } from '../../shared/zoom/endpoints.ts';
import { type ConsumerKind, startConsumer } from '../consumers/start-consumer.ts';
import { startEngine } from '../engines/start-engine.ts';
import { startZoom, unlimited } from '../engines/start-zoom.ts';
import type { Figure } from '../figure.ts';

const latencyMs = 100;
/** Each page's token comes with the page before: nobody can fetch two at once. */
const people = 10_000;
const minutes = 60;
/** The obvious way takes one page a row; as many tell how long each takes. */
const obviousPeople = 60;

/** A webinar captured while each of Zoom's answers takes 100 ms, all datasets at once, in real time and into the embedded store. */
export const tokenChain: Figure = {
  name: 'token-chain',
  about: 'a webinar whose pages come one after the other (6)',
  async measure(told) {
    const endTime = new Date(Date.now() - 3_600_000).toISOString();
    const recipe = { kind: 'webinar', minutes, endTime } as const;
    const recipes = [
      { ...recipe, seed: 1, participants: obviousPeople },
      { ...recipe, seed: 2, participants: people },
      { ...recipe, seed: 3, participants: obviousPeople },
    ];
    const zoom = await startZoom(recipes, { ...unlimited, latencyMs });
    const engine = await startEngine();
    const surroundings = { ...zoom, dynamodbUrl: engine.url, inRealTime: true };
    const start = async (kind: ConsumerKind, dataset: Dataset) => {
      const consumer = await startConsumer(kind, surroundings);
      const consume = async (index: number) => {
        const meeting = zoom.meetings[index];
        if (!meeting) throw new Error(`The simulator has no meeting ${index}.`);
        return (await consumer.consume({ meeting: { ...meeting, account: '' }, dataset })).wallMs;
      };
      // The first warms it up.
      await consume(0);
      return { consume, close: consumer.close };
    };
    const ours = await Promise.all(datasets.map((dataset) => start('our', dataset)));
    const obvious = await start('obvious', 'qos');
    const bare = await start('bare', 'qos');
    try {
      told(`the page tokens of ${people.toLocaleString('en-US')} people alone`);
      const bareMs = await bare.consume(1);
      told(`${people.toLocaleString('en-US')} people, all datasets at once`);
      const oursMs = Math.max(...(await Promise.all(ours.map(({ consume }) => consume(1)))));
      told('the obvious way');
      const [, large = 0, small = 0] = recipes.map((webinar) => countRows(generateMeeting(webinar).qos));
      const pages = Math.ceil(large / pageSizes.qos);
      const obviousMs = (await obvious.consume(2)) / small;
      const shared = { unit: 'ms a page', ours: oursMs / pages };
      const what = `all datasets of a webinar, for each of ${pages} QoS pages`;
      return [
        { what, ...shared, against: { what: "Zoom's answer", value: latencyMs }, bar: { of: 'ratio', most: 1.1 } },
        { what: 'the same', ...shared, against: { what: 'page tokens alone', value: bareMs / pages } },
        {
          what: 'the same',
          ...shared,
          against: { what: 'obvious way, ten pages', value: obviousMs * pageSizes.qos },
        },
      ];
    } finally {
      await Promise.all([...ours, obvious, bare].map(({ close }) => close()));
      await engine.close();
      await zoom.close();
    }
  },
};
