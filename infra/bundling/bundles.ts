import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

const root = join(import.meta.dirname, '..', '..');
const functionsFolder = join(root, 'functions');
/** Our stand-in for what a bundle would carry for nothing. */
const standIn = (name: string) => join(import.meta.dirname, `${name}.ts`);

/**
 * Bundles each handler file with all it imports into one file, `<outdir>/<name>/index.mjs`.
 *
 * Nothing is left outside: what was tested is what runs, whatever SDK the Lambda runtime carries.
 * @param handlers handler files by the bundle's name
 * @throws when esbuild finds a fault; it has printed it.
 */
export function bundleHandlers(handlers: Readonly<Record<string, string>>, outdir: string): void {
  buildSync({
    entryPoints: Object.entries(handlers).map(([name, file]) => ({ in: file, out: `${name}/index` })),
    outdir,
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
}

/** Handler files by the folder of their function. */
export const allHandlers = () =>
  Object.fromEntries(
    readdirSync(functionsFolder)
      .map((folder) => [folder, join(functionsFolder, folder, 'handler.ts')] as const)
      .filter(([, file]) => existsSync(file)),
  );
