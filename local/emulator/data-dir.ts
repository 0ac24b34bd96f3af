import { randomUUID } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigurationError } from '../../shared/runtime/errors.ts';
import { compactPath } from './engines/engine-front.ts';
import { type KeptSecrets, readKeptSecrets } from './kept-secrets.ts';
import { isRecord, readValue } from './template/read-value.ts';

/** Where everything of a run is, without a slash at the end. */
export type StackAddresses = {
  /** The HTTP API; of a run that has ended, where it was. */
  readonly httpUrl: string;
  readonly dynamodbUrl: string;
  readonly sqsUrl: string;
  /** Where a client of Lambda invokes the functions: while it runs, and absent in what older versions wrote. */
  readonly lambdaUrl?: string;
  /** Physical names by logical id. */
  readonly tables: Readonly<Record<string, string>>;
  readonly queues: Readonly<Record<string, QueueAddress>>;
  readonly outputs: Readonly<Record<string, string>>;
};

/** What a run leaves in its data folder for the operators' commands. */
type StackFile = StackAddresses & {
  readonly stackName: string;
  /** Names this run; its engines answer it. */
  readonly instance: string;
  readonly pid: number;
  /** ISO 8601. */
  readonly startedAt: string;
};

export type QueueAddress = { readonly name: string; readonly url: string; readonly arn: string };

const fileIn = (dataDir: string) => join(dataDir, 'stack.json');

/** A reader finds the old one or the new one, never a half. */
export async function writeStackFile(dataDir: string, stack: StackFile): Promise<void> {
  const unfinished = `${fileIn(dataDir)}.${randomUUID()}`;
  await writeFile(unfinished, `${JSON.stringify(stack, null, 2)}\n`, { flag: 'wx' });
  await rename(unfinished, fileIn(dataDir));
}

/** @throws when there is none: nothing has run with that data folder yet */
async function readStackFile(dataDir: string): Promise<StackFile> {
  const text = await readFile(fileIn(dataDir), 'utf8').catch((error: unknown) => {
    throw new ConfigurationError(`There is no data in ${dataDir}: nothing has run with that data folder yet`, {
      cause: error,
    });
  });
  const stack = readValue.record(JSON.parse(text), fileIn(dataDir));
  const of = (name: string) => readValue.text(stack[name], `${fileIn(dataDir)} ${name}`);
  const texts = (name: string) =>
    Object.entries(readValue.record(stack[name], name)).map(([id, value]) => [id, readValue.text(value, id)] as const);
  return {
    stackName: of('stackName'),
    instance: of('instance'),
    pid: readValue.number(stack.pid, 'pid'),
    startedAt: of('startedAt'),
    httpUrl: of('httpUrl'),
    dynamodbUrl: of('dynamodbUrl'),
    sqsUrl: of('sqsUrl'),
    ...(stack.lambdaUrl !== undefined && { lambdaUrl: of('lambdaUrl') }),
    tables: Object.fromEntries(texts('tables')),
    outputs: Object.fromEntries(texts('outputs')),
    queues: Object.fromEntries(
      Object.entries(readValue.record(stack.queues, 'queues')).map(([id, queue]) => [id, decodeQueue(queue, id)]),
    ),
  };
}

function decodeQueue(value: unknown, id: string): QueueAddress {
  const { name, url, arn } = readValue.record(value, id);
  return { name: readValue.text(name, id), url: readValue.text(url, id), arn: readValue.text(arn, id) };
}

type OpenDataDir = StackAddresses & {
  /** Values of the secrets that were generated for it, by ARN. */
  readonly secrets: KeptSecrets;
  /** Whether a run is working on the data now. */
  readonly running: boolean;
  /** Has what was deleted leave the disk. */
  readonly compact: () => Promise<void>;
  /** Lets go of the data; what runs is left running. */
  readonly close: () => Promise<void>;
};

/** A busy machine is slow to answer; one that has ended refuses at once. */
const answerTimeoutMs = 10_000;

async function compact({ dynamodbUrl, sqsUrl }: Pick<StackAddresses, 'dynamodbUrl' | 'sqsUrl'>): Promise<void> {
  for (const url of [dynamodbUrl, sqsUrl]) {
    const { ok } = await fetch(`${url}${compactPath}`, { method: 'POST' });
    if (!ok) throw new Error(`The engine at ${url} did not compact its data.`);
  }
}

/**
 * Gives access to the data of a run: by its engines while it runs, else by engines of our own over its data folder,
 * with no function at work. Close it soon: a run cannot start meanwhile.
 * @throws {DataDirInUseError} when something else has the data open
 * @throws when nothing has run with that folder yet
 */
export async function openDataDir(dataDir: string): Promise<OpenDataDir> {
  const stack = await readStackFile(dataDir);
  const secrets = await readKeptSecrets(dataDir);
  if (await isRunning(stack)) {
    return { ...stack, secrets, running: true, compact: () => compact(stack), close: async () => {} };
  }
  // Loaded here alone: while a run is at work, its own engines answer.
  const { startEngines } = await import('./engines/start-engines.ts');
  const { queueUrl } = await import('./engines/fauxqs-engine.ts');
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
    secrets,
    running: false,
    compact: () => compact({ dynamodbUrl: engines.dynamodb.url, sqsUrl: engines.sqs.url }),
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
