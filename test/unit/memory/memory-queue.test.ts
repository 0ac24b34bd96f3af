import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../local/simulator/rows/random.ts';
import { type CaptureMessage, firstMessage } from '../../../shared/domain/capture/capture-message.ts';
import { redrive } from '../../../shared/operations/redrive/redrive.ts';
import { createMemoryQueue, type MemoryQueueDeps, visibilityMs } from '../../support/memory/memory-queue.ts';

const start = Date.parse('2026-11-20T09:00:00Z');
const dayMs = 24 * 3_600_000;

const messageOf = (uuid: string): CaptureMessage => {
  const ended = { account: 'a', kind: 'meeting', uuid, meetingId: '1', endTime: '2026-11-20T08:59:00Z' } as const;
  return firstMessage(ended, 'event', new Date(start));
};

function rig(options: Partial<MemoryQueueDeps> = {}) {
  const clock = { at: start };
  const queue = createMemoryQueue({ now: () => clock.at, random: seededRandom(1), ...options });
  /** Receives what comes next, when it comes. */
  const receiveNext = () => {
    const next = queue.next(1);
    clock.at = next?.at ?? clock.at;
    const [first] = next?.due ?? [];
    return first && queue.receive(first);
  };
  return { clock, queue, receiveNext };
}

describe("the datasets' queues in memory", () => {
  test('show a message when its delay is over, again when its visibility is, and no more when it is removed', () => {
    const { clock, queue, receiveNext } = rig();
    queue.send('qos', messageOf('one'), 1_500);
    const first = receiveNext();
    expect([clock.at - start, first?.receives, first?.message.uuid]).toEqual([2_000, 1, 'one']);
    const second = receiveNext();
    expect([clock.at - start, second?.receives]).toEqual([2_000 + visibilityMs, 2]);
    if (first) queue.remove(first);
    expect(queue.messages).toHaveLength(1);
    if (second) queue.remove(second);
    expect(queue.next(1)).toBeUndefined();
    expect([queue.sent, queue.mostReceives, queue.received.length]).toEqual([1, 2, 2]);
  });

  test('move a message to the dead-letter queue instead of giving it a sixth time', () => {
    const { queue, receiveNext } = rig();
    queue.send('report', messageOf('one'));
    for (let time = 1; time <= 5; time += 1) expect(receiveNext()?.receives).toBe(time);
    expect(receiveNext()).toBeUndefined();
    expect(queue.dead.map(({ dataset, message }) => [dataset, message.uuid])).toEqual([['report', 'one']]);
    expect(queue.messages).toEqual([]);
  });

  test('give a message to one of two workers that saw it come', () => {
    const { queue } = rig();
    queue.send('qos', messageOf('one'));
    const [seen] = queue.next(1)?.due ?? [];
    expect(seen && [queue.receive(seen)?.receives, queue.receive(seen)]).toEqual([1, undefined]);
  });

  test('keep no message past its retention, in a dead-letter queue neither, from when it was first sent', () => {
    const { clock, queue, receiveNext } = rig({ retentionMs: 4 * dayMs, deadRetentionMs: 4 * dayMs });
    queue.send('qos', messageOf('old'));
    clock.at += 3 * dayMs;
    for (let time = 0; time < 6; time += 1) receiveNext();
    queue.deadLetter('qos', messageOf('new'));
    queue.send('qos', messageOf('waiting'));
    expect(queue.dead.map(({ message }) => message.uuid)).toEqual(['old', 'new']);
    clock.at = start + 4 * dayMs;
    expect(queue.dead.map(({ message }) => message.uuid)).toEqual(['new']);
    clock.at = start + 8 * dayMs;
    expect([queue.dead, queue.messages, queue.next(1)]).toEqual([[], [], undefined]);
    expect(queue.expired.map(({ message }) => message.uuid).sort()).toEqual(['new', 'old', 'waiting']);
  });

  test('do not announce a message that expires before its visibility ends', () => {
    const { clock, queue, receiveNext } = rig({ retentionMs: visibilityMs });
    queue.send('qos', messageOf('one'));
    receiveNext();
    expect(queue.next(1)).toBeUndefined();
    clock.at += visibilityMs;
    expect(queue.messages).toEqual([]);
  });

  test('give a duplicate under the same id, of which each is removed by itself', () => {
    const { queue, receiveNext } = rig({ faults: { duplicated: 1 } });
    queue.send('qos', messageOf('one'));
    expect(queue.messages).toHaveLength(2);
    const [first, second] = [receiveNext(), receiveNext()];
    expect([first?.id === second?.id, first?.receiptHandle === second?.receiptHandle]).toEqual([true, false]);
    if (first) queue.remove(first);
    expect(queue.messages).toHaveLength(1);
  });

  test('bring messages late and in another order where they are told to', () => {
    const { clock, queue, receiveNext } = rig({ faults: { delayed: 1, shuffled: true } });
    const sent = ['a', 'b', 'c', 'd', 'e', 'f'];
    for (const uuid of sent) queue.send('qos', messageOf(uuid));
    const got = sent.map(() => receiveNext()?.message.uuid);
    expect(got).not.toEqual(sent);
    expect(got.toSorted()).toEqual(sent);
    expect(clock.at - start).toBeGreaterThan(0);
    expect(clock.at - start).toBeLessThan(5 * 60_000);
  });

  test('are filled again from their dead-letter queue by the command that does it', async () => {
    const { clock, queue } = rig();
    for (const uuid of ['a', 'b']) queue.deadLetter('qos', messageOf(uuid));
    const deps = {
      deadLetters: queue.deadLetterQueue('qos'),
      send: async (message: CaptureMessage) => queue.send('qos', message),
      load: async () => undefined,
      now: () => clock.at,
    };
    const redriven = await Array.fromAsync(redrive({ uuid: 'a', dryRun: false }, deps));
    expect(redriven.map(({ kind }) => kind)).toEqual(['redriven']);
    expect([queue.dead.map(({ message }) => message.uuid), queue.next(2)?.due.length]).toEqual([['b'], 1]);
    expect(await deps.deadLetters.receive()).toHaveLength(1);
  });
});
