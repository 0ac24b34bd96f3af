import { open } from 'node:fs/promises';

/** Characters written at once. */
const chunkLength = 256 * 1024;

/** A text file under way, in UTF-8. */
export type TextFile = {
  readonly write: (text: string) => Promise<void>;
  /** Returns when all is on the disk. */
  readonly finish: () => Promise<void>;
  readonly abort: () => Promise<void>;
};

/** Begins a text file anew. Holds one piece of it. */
export async function createTextFile(path: string): Promise<TextFile> {
  const file = await open(path, 'w');
  let chunk = '';
  let isOpen = true;
  const close = async () => {
    if (isOpen) await file.close();
    isOpen = false;
  };
  const flush = async () => {
    const text = chunk;
    chunk = '';
    if (text !== '') await file.writeFile(text);
  };
  return {
    async write(text) {
      chunk += text;
      if (chunk.length >= chunkLength) await flush();
    },
    async finish() {
      await flush();
      await file.sync();
      await close();
    },
    abort: close,
  };
}
