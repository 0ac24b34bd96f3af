/**
 * fauxqs exports its HTTP app but not the stores below it, whose SQLite persistence is needed here; they are loaded
 * by file from beside its entry. The version is pinned in package.json.
 */
type FauxqsInternals = {
  readonly buildApp: (options: { readonly logger: boolean; readonly stores: FauxqsStores }) => FauxqsApp;
  readonly SqsStore: new () => FauxqsStore;
  readonly SnsStore: new () => unknown;
  readonly S3Store: new () => FauxqsS3Store;
  readonly FileS3Persistence: new (directory: string) => FauxqsS3Persistence;
  readonly PersistenceManager: new (directory: string) => FauxqsPersistence;
};

type FauxqsStores = { readonly sqsStore: FauxqsStore; readonly snsStore: unknown; readonly s3Store: FauxqsS3Store };

/** The part of fastify's application that is used. */
export type FauxqsApp = {
  readonly inject: (request: {
    readonly method: string;
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly payload?: Buffer;
  }) => Promise<{
    readonly statusCode: number;
    readonly headers: Readonly<Record<string, unknown>>;
    readonly rawPayload: Buffer;
  }>;
  readonly close: () => Promise<void>;
};

export type FauxqsQueue = {
  readonly name: string;
  url: string;
  persistence?: FauxqsPersistence | undefined;
  readonly messages: readonly unknown[];
  readonly delayedMessages: readonly unknown[];
  readonly inflightMessages: ReadonlyMap<string, unknown>;
  dequeue: (...parameters: unknown[]) => unknown;
  readonly setAttributes: (attributes: Record<string, string>) => void;
};

/** The part of its S3 that is used beside the HTTP one. */
type FauxqsS3Store = {
  persistence?: FauxqsS3Persistence | undefined;
  readonly hasBucket: (name: string) => boolean;
  readonly createBucket: (name: string) => void;
};

/** Keeps each object as a file, `buckets/<bucket>/objects/<key>.data`. */
type FauxqsS3Persistence = {
  readonly loadBuckets: (store: FauxqsS3Store) => void;
  readonly loadObjects: (store: FauxqsS3Store) => void;
  readonly loadMultipartUploads: (store: FauxqsS3Store) => void;
};

type FauxqsStore = {
  /** By URL. */
  readonly queues: Map<string, FauxqsQueue>;
  persistence?: FauxqsPersistence | undefined;
  readonly createQueue: (name: string, url: string, arn: string, attributes: Record<string, string>) => FauxqsQueue;
  readonly getQueueByName: (name: string) => FauxqsQueue | undefined;
  /** Ends every long poll. */
  readonly shutdown: () => void;
};

export type FauxqsPersistence = {
  readonly db: {
    readonly exec: (sql: string) => void;
    readonly prepare: (sql: string) => { readonly run: (...values: (string | number)[]) => unknown };
  };
  updateMessageReady: (messageId: string) => void;
  readonly loadSqsAndSns: (sqsStore: FauxqsStore, snsStore: unknown) => void;
  readonly transaction: (work: () => void) => void;
  readonly close: () => void;
};

export async function loadFauxqsInternals(): Promise<FauxqsInternals> {
  const entry = import.meta.resolve('fauxqs');
  const load = (file: string) => import(new URL(file, entry).href);
  const [{ buildApp }, { SqsStore }, { SnsStore }, { S3Store }, { FileS3Persistence }, { PersistenceManager }] =
    await Promise.all([
      load('./app.js'),
      load('./sqs/sqsStore.js'),
      load('./sns/snsStore.js'),
      load('./s3/s3Store.js'),
      load('./s3/fileS3Persistence.js'),
      load('./persistence.js'),
    ]);
  return { buildApp, SqsStore, SnsStore, S3Store, FileS3Persistence, PersistenceManager };
}
