import { randomUUID } from 'node:crypto';
import { queueUrl } from './engines/fauxqs-engine.ts';
import { startEngines } from './engines/start-engines.ts';
import { readStackFile, type StackAddresses, type StackFile } from './stack-file.ts';
import { isRecord } from './template/read-value.ts';

export type OpenDataDir = StackAddresses & {
  /** Whether a run is working on the data now. */
  readonly running: boolean;
  /** Lets go of the data; what runs is left running. */
  readonly close: () => Promise<void>;
};

const answerTimeoutMs = 2_000;

/**
 * Gives access to the data of a run: by its engines while it runs, else by engines of our own over its data folder,
 * with no function at work. Close it soon: a run cannot start meanwhile.
 * @throws {DataDirInUseError} when something else has the data open
 * @throws when nothing has run with that folder yet
 */
export async function openDataDir(dataDir: string): Promise<OpenDataDir> {
  const stack = await readStackFile(dataDir);
  if (await isRunning(stack)) return { ...stack, running: true, close: async () => {} };
  const engines = await startEngines({ dataDir, instance: randomUUID(), functionOf: () => undefined });
  const queues = Object.entries(stack.queues).map(([id, { name, arn }]) => {
    return [id, { name, arn, url: queueUrl(engines.sqs.url, name) }] as const;
  });
  return {
    httpUrl: stack.httpUrl,
    dynamodbUrl: engines.dynamodb.url,
    sqsUrl: engines.sqs.url,
    tables: stack.tables,
    queues: Object.fromEntries(queues),
    outputs: stack.outputs,
    running: false,
    close: engines.close,
  };
}

/** Asks the engine itself: a process of that id may be another one's, and so may the port. */
async function isRunning({ pid, dynamodbUrl, instance }: StackFile): Promise<boolean> {
  if (!isAlive(pid)) return false;
  try {
    const response = await fetch(dynamodbUrl, { signal: AbortSignal.timeout(answerTimeoutMs) });
    const answer: unknown = await response.json();
    return isRecord(answer) && answer.instance === instance;
  } catch {
    return false;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is there and somebody else's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
