import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
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

/** Handler files by the folder of their function. */
export const allHandlers = () =>
  Object.fromEntries(
    readdirSync(functionsFolder)
      .map((folder) => [folder, join(functionsFolder, folder, 'handler.ts')] as const)
      .filter(([, file]) => existsSync(file)),
  );
