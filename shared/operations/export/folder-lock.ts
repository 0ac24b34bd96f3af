import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { OperationError } from '../errors.ts';

/** A holder that lives touches its lock so often, */
const beatMs = 5_000;
/** and one that has not for so long is dead, also where its process id is another's by now. */
const deadAfterMs = 60_000;

export type FolderLock = {
  /** @throws OperationError when another process has taken it */
  readonly check: () => Promise<void>;
  readonly release: () => Promise<void>;
};

/**
 * One writer at a time, among processes of this machine at once and among those of others within a minute.
 * `now` in epoch ms, by the clock of the file system.
 * @throws OperationError while another process lives that has it
 */
export async function lockFolder(path: string, now: () => number = Date.now): Promise<FolderLock> {
  const own = JSON.stringify({ token: randomUUID(), pid: process.pid, host: hostname() });
  const ownPath = `${path}.${randomUUID()}`;
  await writeFile(ownPath, own);
  try {
    while (!(await hasLinked(ownPath, path))) await removeDeadLock(path, now());
  } finally {
    await rm(ownPath, { force: true });
  }
  const beat = setInterval(() => {
    const at = new Date();
    utimes(path, at, at).catch(() => {});
  }, beatMs);
  beat.unref();
  const isOurs = async () => (await readFile(path, 'utf8').catch(() => '')) === own;
  return {
    async check() {
      if (!(await isOurs())) throw new OperationError('Another process has taken the folder over: run it again later.');
    },
    async release() {
      clearInterval(beat);
      if (await isOurs()) await rm(path, { force: true });
    },
  };
}

/** A link is made whole or not at all, and never over another. */
async function hasLinked(from: string, to: string): Promise<boolean> {
  return link(from, to).then(
    () => true,
    (error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
      throw error;
    },
  );
}

async function removeDeadLock(path: string, now: number): Promise<void> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  const found = await stat(path).catch(() => undefined);
  if (text === undefined || !found) return;
  const { pid, host } = readHolder(text);
  const isSilent = now - found.mtimeMs > deadAfterMs;
  if (!isSilent && !(host === hostname() && !isAlive(pid))) {
    throw new OperationError(
      `Another run (process ${pid} on ${host}) is writing into the folder: wait until it has ended.`,
    );
  }
  // Moved first, so that of two who find it dead one alone removes it; the other's new lock is put back.
  const aside = `${path}.${randomUUID()}`;
  await rename(path, aside).catch(() => {});
  const moved = await readFile(aside, 'utf8').catch(() => text);
  if (moved !== text) await hasLinked(aside, path);
  await rm(aside, { force: true });
}

function readHolder(text: string): { readonly pid: number; readonly host: string } {
  try {
    const { pid, host } = Object(JSON.parse(text));
    return { pid: Number(pid), host: String(host) };
  } catch {
    return { pid: 0, host: '' };
  }
}

function isAlive(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // There is one, and it is another user's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
