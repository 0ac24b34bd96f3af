import { type Engine, type EngineAnswer, type EngineCall, jsonAnswer } from './engine-call.ts';
import { type FauxqsApp, type FauxqsPersistence, type FauxqsQueue, loadFauxqsInternals } from './fauxqs-internals.ts';

type QueueCounts = { readonly visible: number; readonly inFlight: number; readonly delayed: number };

export type QueueDefinition = { readonly name: string; readonly attributes: Readonly<Record<string, string>> };

export type FauxqsEngine = Engine & {
  /** Makes the queues that are not there; those that are get the attributes, and keep their messages. */
  readonly ensureQueues: (sqsUrl: string, definitions: readonly QueueDefinition[]) => void;
  readonly queueNames: () => readonly string[];
  /** All zero for a queue that is not there. */
  readonly counts: (name: string) => QueueCounts;
  /** Makes the buckets that are not there. */
  readonly ensureBuckets: (names: readonly string[]) => void;
  /** Answers a request of S3's protocol, by paths. */
  readonly answerS3: (request: S3Request) => Promise<EngineAnswer>;
  /** Ends the long polls that wait now, as if their time were over. */
  readonly endPolls: () => void;
};

export type S3Request = {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: Buffer;
};

type FauxqsOptions = {
  /** Folder of the SQLite file, made when it is not there. In memory alone when absent. */
  readonly directory?: string | undefined;
  /** Folder of the buckets' objects, as files. In memory alone when absent. */
  readonly objects?: string | undefined;
};

const accountId = '000000000000';
export const queueArn = (name: string) => `arn:aws:sqs:us-east-1:${accountId}:${name}`;
/** The name `CreateQueue` of fauxqs answers resolves nowhere, so queues go by this one. */
export const queueUrl = (sqsUrl: string, name: string) => `${sqsUrl}/${accountId}/${name}`;

/**
 * SQS within this process. What was acknowledged survives a kill of the process; messages that were in flight then are
 * visible at once, and delays keep their time. Nothing is ever dropped for its age: fauxqs knows no retention.
 */
export async function startFauxqs({ directory, objects }: FauxqsOptions): Promise<FauxqsEngine> {
  const { app, sqsStore, s3Store, persistence } = await openFauxqs(directory, objects);
  const find = (name: string) => sqsStore.getQueueByName(name);

  function ensureQueue(sqsUrl: string, { name, attributes }: QueueDefinition): void {
    const url = queueUrl(sqsUrl, name);
    const existing = find(name);
    if (existing) {
      sqsStore.queues.delete(existing.url);
      existing.url = url;
      sqsStore.queues.set(url, existing);
      existing.setAttributes({ RedrivePolicy: '', ...attributes });
      return;
    }
    const created = sqsStore.createQueue(name, url, queueArn(name), { ...attributes });
    if (persistence) persistQueue(created, persistence);
  }

  let closing: Promise<void> | undefined;
  return {
    answer: (call) => answerCall(app, call),
    ensureQueues(sqsUrl, definitions) {
      for (const definition of definitions) ensureQueue(sqsUrl, definition);
    },
    ensureBuckets(names) {
      for (const name of names) if (!s3Store.hasBucket(name)) s3Store.createBucket(name);
    },
    answerS3: (request) => answerS3(app, request),
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
    ...(persistence && {
      async compact() {
        // A message that was deleted stays in the log, and in pages that are free, until both are written anew.
        persistence.db.exec('VACUUM');
        persistence.db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      },
    }),
    close() {
      closing ??= app.close().then(() => persistence?.close());
      return closing;
    },
  };
}

async function openFauxqs(directory: string | undefined, objects: string | undefined) {
  const internals = await loadFauxqsInternals();
  const stores = {
    sqsStore: new internals.SqsStore(),
    snsStore: new internals.SnsStore(),
    s3Store: new internals.S3Store(),
  };
  const { sqsStore, s3Store } = stores;
  if (objects !== undefined) {
    const files = new internals.FileS3Persistence(objects);
    files.loadBuckets(s3Store);
    files.loadObjects(s3Store);
    files.loadMultipartUploads(s3Store);
    s3Store.persistence = files;
  }
  const persistence = directory === undefined ? undefined : openPersistence(directory, internals.PersistenceManager);
  if (persistence) {
    persistence.loadSqsAndSns(sqsStore, stores.snsStore);
    // Only now: a load that writes through would replace each queue's row, and with it delete its messages.
    sqsStore.persistence = persistence;
    for (const queue of sqsStore.queues.values()) persistQueue(queue, persistence);
  }
  return { app: internals.buildApp({ logger: false, stores }), sqsStore, s3Store, persistence };
}

async function answerCall(app: FauxqsApp, { operation, rawBody }: EngineCall): Promise<EngineAnswer> {
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
}

async function answerS3(app: FauxqsApp, { method, url, headers, payload }: S3Request): Promise<EngineAnswer> {
  const answer = await app.inject({ method, url, headers, ...(payload.length > 0 && { payload }) });
  const texts = Object.entries(answer.headers).map(([name, value]) => [name, String(value)] as const);
  return { status: answer.statusCode, headers: Object.fromEntries(texts), body: answer.rawPayload };
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

/**
 * fauxqs's SQLite file, mended for our use.
 *
 * Messages that a dead process held in flight are freed, and the receive it spent on each is given back: its death
 * says nothing about the message, and must not bring it nearer to the dead-letter queue.
 */
function openPersistence(
  directory: string,
  PersistenceManager: new (directory: string) => FauxqsPersistence,
): FauxqsPersistence {
  const persistence = new PersistenceManager(directory);
  // A kill of the process loses nothing that was written to the log; waiting for the disk at each message is for the
  // loss of power alone, and slow.
  persistence.db.exec('PRAGMA synchronous = NORMAL');
  persistence.db.exec('PRAGMA secure_delete = ON');
  persistence.db.exec(`UPDATE sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL,
    approximate_receive_count = max(approximate_receive_count - 1, 0) WHERE receipt_handle IS NOT NULL`);
  // As shipped it sets the receive count to NULL, which its own table forbids: the message would be gone from memory.
  const release = persistence.db.prepare(
    'UPDATE sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL WHERE message_id = ?',
  );
  persistence.updateMessageReady = (messageId) => {
    release.run(messageId);
  };
  return persistence;
}
