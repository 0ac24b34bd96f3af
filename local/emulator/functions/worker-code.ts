import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'esbuild';

const file = fileURLToPath(new URL('./worker-main.ts', import.meta.url));
let code: string | undefined;

/** The program of a function's thread, as JavaScript: given TypeScript, each thread would load a compiler for it. */
export function workerCode(): string {
  code ??= transformSync(readFileSync(file, 'utf8'), { loader: 'ts', target: 'node24', sourcefile: file }).code;
  return code;
}
