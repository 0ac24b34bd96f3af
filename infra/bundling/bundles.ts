import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { Stage } from 'aws-cdk-lib';
import { type AssetCode, Code } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { buildSync, type OutputFile } from 'esbuild';

const root = join(import.meta.dirname, '..', '..');
const functionsFolder = join(root, 'functions');
/** Our stand-in for what a bundle would carry for nothing. */
const standIn = (name: string) => join(import.meta.dirname, `${name}.ts`);

/**
 * Bundles each handler file with all it imports into one file, `<outdir>/<name>/index.mjs`.
 *
 * Nothing is left outside: what was tested is what runs, whatever SDK the Lambda runtime carries.
 * The same handlers again in one process, as for another stage, are not built once more.
 * @param handlers handler files by the bundle's name
 * @throws when esbuild finds a fault; it has printed it.
 */
export function bundleHandlers(handlers: Readonly<Record<string, string>>, outdir: string): void {
  const key = JSON.stringify(handlers);
  const bundles = built.get(key) ?? build(handlers);
  built.set(key, bundles);
  for (const { path, contents } of bundles) {
    const file = join(outdir, relative(root, path));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, contents);
  }
}

/** By what they were built of. */
const built = new Map<string, readonly OutputFile[]>();

function build(handlers: Readonly<Record<string, string>>): readonly OutputFile[] {
  const { outputFiles } = buildSync({
    entryPoints: Object.entries(handlers).map(([name, file]) => ({ in: file, out: `${name}/index` })),
    outdir: root,
    write: false,
    outExtension: { '.js': '.mjs' },
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    minify: true,
    // The modules of the SDK are written twice; the ESM ones can be shaken.
    mainFields: ['module', 'main'],
    alias: {
      '@aws-sdk/credential-provider-node': standIn('environment-credentials'),
      '@smithy/core/event-streams': standIn('event-streams'),
      http: standIn('node-http'),
      'node:http': standIn('node-http'),
    },
    legalComments: 'none',
    logLevel: 'warning',
  });
  return outputFiles;
}

/** Stages (or apps) whose folder holds the bundles already. */
const bundled = new WeakSet<Stage>();

/**
 * The code of `functions/<folder>`.
 *
 * All functions are built at once, by esbuild's own JavaScript interface, when the first is asked for: NodejsFunction
 * starts a shell, npx and esbuild for each. An asset is named for its contents, so that an unchanged function is
 * not deployed again.
 */
export function functionCode(scope: Construct, folder: string): AssetCode {
  const stage = Stage.of(scope);
  if (stage === undefined) throw new Error('A function is built into the folder of an App or Stage; there is none.');
  const outdir = join(stage.outdir, 'bundles');
  if (!bundled.has(stage)) {
    bundleHandlers(allHandlers(), outdir);
    bundled.add(stage);
  }
  return Code.fromAsset(join(outdir, folder));
}

const allHandlers = () =>
  Object.fromEntries(
    readdirSync(functionsFolder)
      .map((folder) => [folder, join(functionsFolder, folder, 'handler.ts')] as const)
      .filter(([, file]) => existsSync(file)),
  );
