import { nextMessage, startProcess } from '../engines/start-process.ts';
import type { Done, Order, Surroundings } from './orders.ts';

export type Consumer = {
  readonly consume: (order: Order) => Promise<Done>;
  readonly close: () => Promise<void>;
};

/** `bare` only follows the page tokens: what nobody can beat. */
export type ConsumerKind = 'our' | 'obvious' | 'bare';

/** A consumer in a process of its own, with the young generation that the stack's functions have. */
export async function startConsumer(kind: ConsumerKind, surroundings: Surroundings): Promise<Consumer> {
  const module = new URL(`./${kind}-consumer.ts`, import.meta.url);
  const execArgv = ['--max-semi-space-size=2'];
  const { child, close } = await startProcess(module, [JSON.stringify(surroundings)], { execArgv });
  return {
    async consume(order) {
      child.send(order);
      return (await nextMessage(child)) as Done;
    },
    close,
  };
}
