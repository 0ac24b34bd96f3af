import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeFolder, writeWhole } from '../whole-file.ts';

/** A file that stands somewhere in a mirror. */
export type FoundFile = {
  readonly bytes: number;
  /** Epoch ms; absent where it says nothing of the contents. */
  readonly modifiedMs?: number;
  /** Of its bytes, as hex; may read all of them. */
  readonly sha256: () => Promise<string>;
};

/** Where a mirror is kept. Names have slashes in them, and none at their ends. */
export type MirrorFolder = {
  /** Undefined where there is no such file. */
  readonly readText: (name: string) => Promise<string | undefined>;
  /** A reader finds the former text or this one, never a half. */
  readonly writeText: (name: string, text: string) => Promise<void>;
  readonly find: (name: string) => Promise<FoundFile | undefined>;
  /** Puts a file of this machine, whole, where `name` stands, over what is there. The file itself is gone, or left. */
  readonly place: (grown: string, name: string, sha256: string) => Promise<void>;
  /** Twice does nothing. */
  readonly remove: (name: string) => Promise<void>;
  /** Deletes for good what is kept of a file as it was before; absent where nothing is kept. @returns how many former files */
  readonly forget?: (name: string) => Promise<number>;
};

/** A folder of this machine. What is placed must be on the same disk. */
export function diskFolder(dir: string): MirrorFolder {
  const pathOf = (name: string) => join(dir, name);
  return {
    async readText(name) {
      return readFile(pathOf(name), 'utf8').catch((error: unknown) => {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
        throw error;
      });
    },
    async writeText(name, text) {
      await makeFolder(dirname(pathOf(name)));
      await writeWhole(pathOf(name), (partPath) => writeFile(partPath, text, { flush: true }));
    },
    async find(name) {
      const found = await stat(pathOf(name)).catch(() => undefined);
      if (!found) return undefined;
      // A folder in a file's place, and what may not be read, have no contents that are ours.
      const sha256 = () => hashFile(pathOf(name)).catch(() => '');
      return { bytes: found.size, modifiedMs: found.mtimeMs, sha256 };
    },
    async place(grown, name) {
      await makeFolder(dirname(pathOf(name)));
      await rename(grown, pathOf(name));
    },
    async remove(name) {
      await rm(pathOf(name), { force: true });
      await rmdir(dirname(pathOf(name))).catch(() => {});
    },
  };
}

/** SHA-256 of a file's bytes, as hex. */
export async function hashFile(path: string): Promise<string> {
  const sum = createHash('sha256');
  for await (const chunk of createReadStream(path)) sum.update(chunk);
  return sum.digest('hex');
}
