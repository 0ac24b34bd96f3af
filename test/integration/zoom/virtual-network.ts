import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { VirtualTime } from './virtual-time.ts';

/** Milliseconds that something takes this time. */
export type Takes = () => number;

/** `fetch` whose request is a while on its way, and its answer another: so a call does not arrive quite when it was started. */
export function fetchInTime(time: VirtualTime, { there, back }: { there: Takes; back: Takes }): typeof fetch {
  return async (input, init) => {
    await time.sleep(there());
    const answer = await time.outside(async () => {
      const response = await fetch(input, init);
      return new Response(await response.arrayBuffer(), response);
    });
    await time.sleep(back());
    return answer;
  };
}

/** Makes each request of a client to DynamoDB take virtual time, whether its answer is good or an error. */
export function answerInTime(client: DynamoDBClient, time: VirtualTime, takes: Takes): void {
  client.middlewareStack.add(
    (next) => async (call) => {
      try {
        return await time.outside(() => next(call));
      } finally {
        await time.sleep(takes());
      }
    },
    { step: 'initialize' },
  );
}
