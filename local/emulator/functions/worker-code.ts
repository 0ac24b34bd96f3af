import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { stop, transform } from 'esbuild';

let code: Promise<string> | undefined;

/** The program of a function's thread, as JavaScript: given TypeScript, each thread would load a compiler for it. */
export function workerCode(): Promise<string> {
  code ??= compile(fileURLToPath(new URL('./worker-main.ts', import.meta.url)));
  return code;
}

async function compile(file: string): Promise<string> {
  const compiled = await transform(await readFile(file, 'utf8'), { loader: 'ts', target: 'node24', sourcefile: file });
  // Its process would stay.
  await stop();
  return compiled.code;
}
