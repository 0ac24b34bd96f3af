import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { bundleHandlers } from '../../infra/bundling/bundles.ts';

const fileOf = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The bundles of the webhook and of those it is held against, by name. @returns their files */
export async function webhookBundles(outdir: string) {
  bundleHandlers({ webhook: fileOf('../../functions/webhook/handler.ts') }, outdir);
  const stock = async (name: string) => {
    const outfile = join(outdir, `${name}.mjs`);
    await build({
      entryPoints: [fileOf(`../obvious/${name}-handler.ts`)],
      outfile,
      logLevel: 'error',
      bundle: true,
      minify: true,
      platform: 'node',
      format: 'esm',
      target: 'node24',
      banner: { js: "import{createRequire as r}from'node:module';const require=r(import.meta.url);" },
    });
    return outfile;
  };
  return {
    webhook: join(outdir, 'webhook', 'index.mjs'),
    minimal: await stock('webhook'),
    threeSends: await stock('three-sends'),
  };
}
