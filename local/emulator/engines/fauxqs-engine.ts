import { type Engine, type EngineAnswer, type EngineCall, jsonAnswer } from './engine-call.ts';
import { type FauxqsPersistence, type FauxqsQueue, loadFauxqsInternals } from './fauxqs-internals.ts';
import { openFauxqsPersistence } from './fauxqs-persistence.ts';

export type QueueCounts = { readonly visible: number; readonly inFlight: number; readonly delayed: number };

export type QueueDefinition = { readonly name: string; readonly attributes: Readonly<Record<string, string>> };

export type FauxqsEngine = Engine & {
  /** Makes the queues that are not there; those that are get the attributes, and keep their messages. */
  readonly ensureQueues: (url: string, definitions: readonly QueueDefinition[]) => void;
  readonly queueNames: () => readonly string[];
  /** All zero for a queue that is not there. */
  readonly counts: (name: string) => QueueCounts;
  /** Ends the long polls that wait now, as if their time were over. */
  readonly endPolls: () => void;
};

export type FauxqsOptions = {
  /** Folder of the SQLite file, made when it is not there. In memory alone when absent. */
  readonly directory?: string | undefined;
};

export const accountId = '000000000000';
export const queueArn = (name: string) => `arn:aws:sqs:us-east-1:${accountId}:${name}`;
/** The name `CreateQueue` of fauxqs answers resolves nowhere, so queues go by this one. */
export const queueUrl = (sqsUrl: string, name: string) => `${sqsUrl}/${accountId}/${name}`;

/**
 * SQS within this process. What was acknowledged survives a kill of the process; messages that were in flight then are
 * visible at once, and delays keep their time. Nothing is ever dropped for its age: fauxqs knows no retention.
 */
export async function startFauxqs({ directory }: FauxqsOptions): Promise<FauxqsEngine> {
  const internals = await loadFauxqsInternals();
  const stores = {
    sqsStore: new internals.SqsStore(),
    snsStore: new internals.SnsStore(),
    s3Store: new internals.S3Store(),
  };
  const { sqsStore } = stores;
  let persistence: FauxqsPersistence | undefined;
  if (directory !== undefined) {
    persistence = openFauxqsPersistence(directory, internals.PersistenceManager);
    persistence.loadSqsAndSns(sqsStore, stores.snsStore);
    // Only now: a load that writes through would replace each queue's row, and with it delete its messages.
    sqsStore.persistence = persistence;
    for (const queue of sqsStore.queues.values()) persistQueue(queue, persistence);
  }
  const app = internals.buildApp({ logger: false, stores });
  let closing: Promise<void> | undefined;
  const find = (name: string) => sqsStore.getQueueByName(name);

  return {
    async answer({ operation, rawBody }: EngineCall): Promise<EngineAnswer> {
      const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AmazonSQS.${operation}` };
      const answer = await app.inject({ method: 'POST', url: '/', headers, payload: rawBody });
      const queryError = answer.headers['x-amzn-query-error'];
      return {
        status: answer.statusCode,
        headers: {
          ...jsonAnswer(200, {}).headers,
          ...(typeof queryError === 'string' && { 'x-amzn-query-error': queryError }),
        },
        body: answer.rawPayload,
      };
    },
    ensureQueues(url, definitions) {
      for (const { name, attributes } of definitions) {
        const existing = find(name);
        if (existing) {
          sqsStore.queues.delete(existing.url);
          existing.url = queueUrl(url, name);
          sqsStore.queues.set(existing.url, existing);
          existing.setAttributes({ RedrivePolicy: '', ...attributes });
        } else {
          const created = sqsStore.createQueue(name, queueUrl(url, name), queueArn(name), { ...attributes });
          if (persistence) persistQueue(created, persistence);
        }
      }
    },
    queueNames: () => [...sqsStore.queues.values()].map(({ name }) => name),
    counts(name) {
      const queue = find(name);
      return {
        visible: queue?.messages.length ?? 0,
        inFlight: queue?.inflightMessages.size ?? 0,
        delayed: queue?.delayedMessages.length ?? 0,
      };
    },
    endPolls: () => sqsStore.shutdown(),
    close() {
      closing ??= app.close().then(() => persistence?.close());
      return closing;
    },
  };
}

/** A receive moves messages to the dead-letter queue in two writes; a kill between them must not lose one. */
function persistQueue(queue: FauxqsQueue, persistence: FauxqsPersistence): void {
  queue.persistence = persistence;
  const dequeue = queue.dequeue.bind(queue);
  queue.dequeue = (...parameters) => {
    let received: unknown;
    persistence.transaction(() => {
      received = dequeue(...parameters);
    });
    return received;
  };
}
