import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleHandlers } from '../../infra/bundling/bundles.ts';

/** Bundles the function that captures as it is deployed. @returns its file */
export function captureBundle(outdir: string): string {
  bundleHandlers({ capture: fileURLToPath(new URL('../../functions/capture/handler.ts', import.meta.url)) }, outdir);
  return join(outdir, 'capture', 'index.mjs');
}
