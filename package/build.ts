import { spawnSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { allHandlers, bundleHandlers } from '../infra/bundling/bundles.ts';

// Builds what the npm package has, into dist/: the commands, the questions for other programs, the construct for CDK apps with
// the functions' bundles, and types. `npm pack` runs it first.

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');

/** Packages that some of them find where they are installed: too large, made of native code, or one that both sides must share. */
const shared = ['aws-cdk-lib', 'constructs', '@aws-sdk/client-dynamodb'];
const native = ['@duckdb/node-api', '@dynoxide/*', 'classic-level', 'dynalite', 'fauxqs', 'esbuild'];

const options: BuildOptions = {
  absWorkingDir: root,
  outdir: dist,
  bundle: true,
  platform: 'node',
  // The oldest that may run it; what its library lacks is in polyfills.js.
  target: 'node20.11',
  format: 'esm',
  mainFields: ['module', 'main'],
  inject: [join(import.meta.dirname, 'polyfills.js')],
  // Packages in CommonJS ask for Node's modules by it.
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  logLevel: 'warning',
};

/** In the package functions are built already. */
const packagedCode: Plugin = {
  name: 'packaged-code',
  setup({ onResolve }) {
    onResolve({ filter: /\/bundling\/function-code\.ts$/ }, () => ({
      path: join(root, 'infra', 'bundling', 'packaged-code.ts'),
    }));
  },
};

await rm(dist, { recursive: true, force: true });
bundleHandlers(allHandlers(), join(dist, 'functions'));
await Promise.all([
  build({
    ...options,
    entryPoints: { 'cli/main': 'cli/main.ts' },
    splitting: true,
    chunkNames: 'cli/[name]-[hash]',
    external: native,
  }),
  build({ ...options, entryPoints: { queries: 'shared/queries/index.ts' }, external: shared }),
  build({ ...options, entryPoints: { cdk: 'infra/zoom-capture.ts' }, external: shared, plugins: [packagedCode] }),
]);
const types = spawnSync('tsc', ['--project', join(import.meta.dirname, 'tsconfig.json')], { stdio: 'inherit' });
process.exitCode = types.status ?? 1;
