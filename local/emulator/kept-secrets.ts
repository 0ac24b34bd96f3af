import { randomUUID } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readValue } from './template/read-value.ts';

/** Values by ARN, of secrets that were generated when a data folder was new. */
export type KeptSecrets = Readonly<Record<string, string>>;

const fileIn = (dataDir: string) => join(dataDir, 'secrets.json');

/** None where the folder is new. */
export async function readKeptSecrets(dataDir: string): Promise<KeptSecrets> {
  const text = await readFile(fileIn(dataDir), 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '{}';
    throw error;
  });
  const values = readValue.record(JSON.parse(text), fileIn(dataDir));
  return Object.fromEntries(Object.entries(values).map(([arn, value]) => [arn, readValue.text(value, arn)]));
}

/** For the folder's owner alone to read. */
export async function writeKeptSecrets(dataDir: string, secrets: KeptSecrets): Promise<void> {
  const unfinished = `${fileIn(dataDir)}.${randomUUID()}`;
  await writeFile(unfinished, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  await rename(unfinished, fileIn(dataDir));
}
