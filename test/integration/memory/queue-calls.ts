/** A queue of either kind. Handles are opaque; a body names its message. */
export type QueueUnderTest = {
  readonly send: (queue: string, body: string, delaySeconds?: number) => Promise<void>;
  readonly receive: (queue: string, most: number, visibilitySeconds: number) => Promise<readonly Receipt[]>;
  readonly remove: (queue: string, handle: string) => Promise<void>;
  readonly changeVisibility: (queue: string, handle: string, seconds: number) => Promise<void>;
  readonly wait: (ms: number) => Promise<void>;
};

type Receipt = { readonly body: string; readonly handle: string };

/** Each plays on a queue of its own name, with `<name>-dead` for what is received more than twice. @returns what was seen */
export type QueueScenario = {
  readonly title: string;
  readonly name: string;
  readonly play: (queue: QueueUnderTest, name: string) => Promise<unknown>;
};

const bodies = (receipts: readonly Receipt[]) => receipts.map(({ body }) => body).sort();
/** A visibility or a delay of a second is over after this. */
const aSecond = 1_150;

export const queueScenarios: readonly QueueScenario[] = [
  {
    title: 'shows a delayed message when its delay is over',
    name: 'delayed',
    async play({ send, receive, wait }, name) {
      await send(name, 'now');
      await send(name, 'later', 1);
      const first = await receive(name, 10, 30);
      await wait(aSecond);
      return [bodies(first), bodies(await receive(name, 10, 30))];
    },
  },
  {
    title: 'hides a received message until its visibility is over, and gives as many as are asked for',
    name: 'hidden',
    async play({ send, receive, wait }, name) {
      for (const body of ['a', 'b', 'c']) await send(name, body);
      const first = await receive(name, 2, 1);
      const second = await receive(name, 10, 30);
      const third = await receive(name, 10, 30);
      await wait(aSecond);
      const all = [...(await receive(name, 10, 30)), ...second];
      return [first.length, second.length, third.length, bodies(all)];
    },
  },
  {
    title: 'deletes by the handle, for good, and a second time without a word',
    name: 'deleted',
    async play({ send, receive, remove, wait }, name) {
      await send(name, 'a');
      await send(name, 'b');
      const [first] = await receive(name, 1, 1);
      await remove(name, first?.handle ?? '');
      await remove(name, first?.handle ?? '');
      await wait(aSecond);
      const left = await receive(name, 10, 30);
      return [first?.body, ...bodies(left)].sort();
    },
  },
  {
    title: 'deletes nothing by a handle once the message was received again',
    name: 'stale',
    async play({ send, receive, remove, wait }, name) {
      await send(name, 'a');
      const [first] = await receive(name, 1, 1);
      await wait(aSecond);
      const [second] = await receive(name, 1, 1);
      await remove(name, first?.handle ?? '');
      await wait(aSecond);
      // It is still there: a third receive moves it to the dead-letter queue.
      const third = await receive(name, 1, 1);
      const dead = await receive(`${name}-dead`, 1, 1);
      return [first?.body, second?.body, first?.handle === second?.handle, bodies(third), bodies(dead)];
    },
  },
  {
    title: 'moves a message that is received too often to its dead-letter queue, which gives it as often as asked',
    name: 'redriven',
    async play({ send, receive, remove }, name) {
      await send(name, 'a');
      const seen: unknown[] = [];
      for (let time = 0; time < 4; time += 1) seen.push(bodies(await receive(name, 10, 0)));
      for (let time = 0; time < 4; time += 1) seen.push(bodies(await receive(`${name}-dead`, 10, 0)));
      const [dead] = await receive(`${name}-dead`, 10, 30);
      await send(name, dead?.body ?? '');
      await remove(`${name}-dead`, dead?.handle ?? '');
      return [...seen, bodies(await receive(name, 10, 30)), bodies(await receive(`${name}-dead`, 10, 30))];
    },
  },
  {
    title: 'shows a message again at once, or hides it longer, as it is told',
    name: 'changed',
    async play({ send, receive, changeVisibility, wait }, name) {
      await send(name, 'a');
      await send(name, 'b');
      const received = await receive(name, 2, 1);
      const of = (wanted: string) => received.find(({ body }) => body === wanted)?.handle ?? '';
      await changeVisibility(name, of('a'), 30);
      await changeVisibility(name, of('b'), 0);
      const atOnce = await receive(name, 10, 30);
      await wait(aSecond);
      return [bodies(received), bodies(atOnce), bodies(await receive(name, 10, 30))];
    },
  },
  {
    title: 'deletes by the last handle when the visibility has ended',
    name: 'late',
    async play({ send, receive, remove, wait }, name) {
      await send(name, 'a');
      const [first] = await receive(name, 1, 1);
      await wait(aSecond);
      await remove(name, first?.handle ?? '');
      return bodies(await receive(name, 10, 30));
    },
  },
];
