import type { Dataset } from '../../shared/domain/dataset.ts';
import type { EndedMeeting } from '../../shared/domain/meeting/ended-meeting.ts';
import type { ZoomSide } from '../engines/start-zoom.ts';

/** Where a consumer's process finds tables, Zoom and credentials. */
export type Surroundings = Pick<ZoomSide, 'apiUrl' | 'oauthUrl' | 'credentials'> & {
  readonly dynamodbUrl: string;
  /** Waits as long as it would in life; else our consumer's waits take no time. */
  readonly inRealTime?: boolean;
};

/** One dataset of one ended meeting, to be captured once. */
export type Order = { readonly meeting: EndedMeeting; readonly dataset: Dataset };

export type Done = {
  /** Of the process, user and system, while it worked on the order. */
  readonly cpuMs: number;
  readonly wallMs: number;
  /** The process's most so far. */
  readonly peakMegabytes: number;
};

export type Consume = (order: Order) => Promise<void>;

/** Works the orders that its parent sends, one at a time; its first argument tells its surroundings. */
export async function workOrders(start: (surroundings: Surroundings) => Promise<Consume>): Promise<void> {
  const consume = await start(JSON.parse(process.argv[2] ?? '{}'));
  const work = async (order: Order): Promise<Done> => {
    const [cpu, startedAt] = [process.cpuUsage(), performance.now()];
    await consume(order);
    const { user, system } = process.cpuUsage(cpu);
    return {
      cpuMs: (user + system) / 1_000,
      wallMs: performance.now() - startedAt,
      peakMegabytes: (process.resourceUsage().maxRSS * 1_024) / 2 ** 20,
    };
  };
  process.on('message', (order: Order) => {
    work(order).then(
      (done) => process.send?.(done),
      (error) => {
        console.error(error);
        process.exit(1);
      },
    );
  });
  process.on('disconnect', () => process.exit(0));
  process.send?.('ready');
}
