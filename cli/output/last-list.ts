import { readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { makeFolder, writeWhole } from '../../shared/operations/whole-file.ts';

/** The meetings of the list that a terminal was shown last, line by line: what `@1` means. */
export type LastList = {
  /** None where there was no list yet. */
  readonly read: () => Promise<readonly string[]>;
  readonly write: (uuids: readonly string[]) => Promise<void>;
};

/**
 * Keeps it in a file among the user's own state: UUIDs and nothing else.
 * @see https://specifications.freedesktop.org/basedir-spec/latest/
 */
export function lastListIn(env: Readonly<Record<string, string | undefined>>): LastList {
  const file = join(env.XDG_STATE_HOME || join(homedir(), '.local', 'state'), 'zoom-capture', 'last-list.json');
  return {
    async read() {
      const text = await readFile(file, 'utf8').catch(() => '[]');
      const list: unknown = JSON.parse(text);
      return Array.isArray(list) ? list.filter((uuid) => typeof uuid === 'string') : [];
    },
    // A home that cannot be written keeps nobody from reading the list.
    async write(uuids) {
      try {
        await makeFolder(dirname(file));
        await writeWhole(file, (path) => writeFile(path, `${JSON.stringify(uuids)}\n`));
      } catch {}
    },
  };
}
