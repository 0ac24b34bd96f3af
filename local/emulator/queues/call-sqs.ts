import type { EngineFront } from '../engines/engine-front.ts';

/** Calls SQS within this process, signed by an access key; rejects when it refuses. */
export const createSqsCaller =
  (sqs: EngineFront, accessKeyId: string) =>
  async (operation: string, body: Readonly<Record<string, unknown>>): Promise<unknown> => {
    const answer = await sqs.call(operation, body, accessKeyId);
    if (answer.status !== 200) throw new Error(`${operation} ${answer.status}: ${answer.body.toString()}`);
    return JSON.parse(answer.body.toString() || '{}');
  };
