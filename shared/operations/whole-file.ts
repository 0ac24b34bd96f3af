import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** The name's ending of a file that is not complete yet. */
const partEnding = /\.[0-9a-f-]{36}\.part$/;

/** Where a file will stand that is not complete yet; any other path as it is. */
export const wholePath = (path: string): string => path.replace(partEnding, '');

/**
 * Has `write` fill a file beside its place, and puts it there when that is done: what has a file's name is never half a file.
 * What is left after a fault is removed. The file beside it has a name that nobody can guess, and is made new: in a folder of
 * several users a link that stands there already would lead the writing to a file of its maker's choice.
 */
export async function writeWhole(path: string, write: (partPath: string) => Promise<void>): Promise<void> {
  const partPath = `${path}.${randomUUID()}.part`;
  try {
    await writeFile(partPath, '', { flag: 'wx' });
    await write(partPath);
    await rename(partPath, path);
  } catch (error) {
    await rm(partPath, { force: true }).catch(() => {});
    throw error;
  }
}

/**
 * Makes a folder and those above it; where it is there already, does nothing. Node's own recursive way goes round in
 * circles for ever where a file system takes no folders, such as /proc.
 * @throws as the file system says, also where a file has its name
 */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    if (codeOf(error) === 'EEXIST' && (await stat(path)).isDirectory()) return;
    if (codeOf(error) !== 'ENOENT' || dirname(path) === path) throw error;
    await makeFolder(dirname(path));
    await mkdir(path);
  }
}

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);
