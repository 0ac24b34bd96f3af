import { nodeOptions } from '../../infra/bundling/node-options.ts';
import { nextMessage, startProcess } from '../engines/start-process.ts';
import type { Done, Order, Surroundings } from './orders.ts';

export type Consumer = {
  readonly consume: (order: Order) => Promise<Done>;
  readonly close: () => Promise<void>;
};

/** `bare` only follows the page tokens: what nobody can beat. */
export type ConsumerKind = 'our' | 'obvious' | 'bare';

export type ConsumerProcess = {
  /** @default its source */
  readonly module?: URL;
  /** Node's options. @default of ours, those of the stack's functions; else none */
  readonly execArgv?: readonly string[];
};

export const consumerModule = (kind: ConsumerKind): URL => new URL(`./${kind}-consumer.ts`, import.meta.url);

/** A consumer in a process of its own. */
export async function startConsumer(
  kind: ConsumerKind,
  surroundings: Surroundings,
  { module = consumerModule(kind), execArgv = kind === 'our' ? nodeOptions : [] }: ConsumerProcess = {},
): Promise<Consumer> {
  const { child, close } = await startProcess(module, [JSON.stringify(surroundings)], { execArgv: [...execArgv] });
  return {
    async consume(order) {
      child.send(order);
      return (await nextMessage(child)) as Done;
    },
    close,
  };
}
