import { join } from 'node:path';
import { Stage } from 'aws-cdk-lib';
import { type AssetCode, Code } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { allHandlers, bundleHandlers } from './bundles.ts';

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
