import type { Writable } from 'node:stream';
import type { Source } from './source.ts';
import type { Stack } from './stack.ts';

/** Where a command touches the world. A test passes its own. */
export type Rim = {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Epoch ms. */
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly openStack: (source: Source) => Promise<Stack>;
};

/** A stream that may be a terminal. */
export type OutputStream = Writable & { readonly isTTY?: boolean; readonly columns?: number };
