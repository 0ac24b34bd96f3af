import { defineStage } from '../../infra/settings/stage-config.ts';
import { type CaptureMessage, firstMessage } from '../../shared/domain/capture/capture-message.ts';
import { type Dataset, datasets } from '../../shared/domain/dataset.ts';
import { createTestQueue, type TestQueue } from '../../test/support/capture/queue.ts';
import type { Backlog } from './backlog.ts';
import { type SeenByZoom, seenByZoom } from './seen-by-zoom.ts';

/** How many execution environments each dataset's function has at most, and how many messages each is handed at a time. */
export type Fleet = {
  readonly environments: Readonly<Record<Dataset, number>>;
  readonly batchSize: number;
};

const { concurrency } = defineStage({
  stage: 'bench',
  accounts: [{ name: 'main', plan: 'business' }],
  removal: 'destroy',
});

/** As the stack has it unless a stage says otherwise. */
export const stackFleet: Fleet = { environments: concurrency, batchSize: 10 };

/** An execution environment of a consumer: what it does with a message, given the milliseconds it has left. */
export type Environment = {
  readonly work: (message: CaptureMessage, messageId: string, remainingMs: () => number) => Promise<void>;
  readonly close: () => void;
};

export type Drain = SeenByZoom & {
  /** What Lambda bills for: each invocation from its start to the end of its last message, in milliseconds. */
  readonly billedMs: number;
  readonly invocations: number;
};

/** Of an invocation, as the stack has it. */
const timeoutMs = 120_000;
/** Between two polls of an empty queue. */
const pollMs = 1_000;

/** Works off a backlog: a queue for each dataset, whose messages `start`'s environments are handed. @throws as their work */
export async function drain(
  backlog: Backlog,
  { environments, batchSize }: Fleet,
  start: (dataset: Dataset, queue: TestQueue) => Environment,
): Promise<Drain> {
  const { time, random, meetings, simulator } = backlog;
  const durationsMs: number[] = [];

  /** Batches one after the other, the messages of each at once, until the queue is empty. */
  const run = async (queue: TestQueue, { work, close }: Environment): Promise<void> => {
    while (queue.messages.size > 0) {
      const startedAt = time.now();
      const next = queue.next(batchSize);
      if (!next || next.at > startedAt) {
        await time.sleep(pollMs);
        continue;
      }
      const working = next.due.map(async (queued) => {
        const message = queue.receive(queued);
        if (!message) throw new Error('A message was received too often.');
        await work(message, queued.id, () => startedAt + timeoutMs - time.now());
        queue.remove(queued);
      });
      await Promise.all(working);
      durationsMs.push(time.now() - startedAt);
    }
    close();
  };

  const works = datasets.flatMap((dataset) => {
    const queue = createTestQueue({ now: time.now, random });
    for (const meeting of meetings) queue.send(dataset, firstMessage(meeting, 'event', new Date(time.now())));
    return Array.from({ length: environments[dataset] }, () => run(queue, start(dataset, queue)));
  });
  await time.run(Promise.all(works));
  const billedMs = durationsMs.reduce((sum, ms) => sum + Math.ceil(ms), 0);
  return { ...seenByZoom(simulator), billedMs, invocations: durationsMs.length };
}
