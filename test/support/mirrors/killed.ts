import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { MirrorFolder } from '../../../shared/operations/export/mirror-folder.ts';

/** What a mirror that has died throws wherever it goes on. */
export const killed = new Error('killed');

/** Dies at the given one of its effects, from 0, before it or after it; then at every other. */
export class Life {
  #left: number;
  readonly #done: boolean;
  #isOver = false;

  constructor({ diesAt = Infinity, done }: { readonly diesAt?: number | undefined; readonly done: boolean }) {
    this.#left = diesAt;
    this.#done = done;
  }

  async effect<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#isOver) throw killed;
    this.#isOver = this.#left <= 0;
    this.#left -= 1;
    if (!this.#isOver) return work();
    if (this.#done) await work();
    throw killed;
  }
}

/** A client whose sends are effects of this life. `before` is awaited by each, in turn. */
export function mortalClient(client: DynamoDBClient, life: Life, before: () => Promise<void>): DynamoDBClient {
  let turn = Promise.resolve();
  const send = (command: Parameters<DynamoDBClient['send']>[0]) => {
    turn = turn.then(before);
    return turn.then(() => life.effect(() => client.send(command)));
  };
  // The in-memory table counts no read units.
  const middlewareStack = { add() {}, remove() {} };
  return { send, middlewareStack, destroy() {} } as unknown as DynamoDBClient;
}

export function mortalFolder(folder: MirrorFolder, life: Life): MirrorFolder {
  return {
    ...folder,
    writeText: (...args) => life.effect(() => folder.writeText(...args)),
    place: (...args) => life.effect(() => folder.place(...args)),
    remove: (...args) => life.effect(() => folder.remove(...args)),
  };
}
