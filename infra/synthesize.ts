import { App } from 'aws-cdk-lib';
import cdkJson from '../cdk.json' with { type: 'json' };
import type { StageConfig } from './settings/stage-config.ts';
import { CaptureStack } from './stack.ts';

interface SynthesizeProps {
  readonly config: StageConfig;
  /** Folder of the cloud assembly; made when it is not there. */
  readonly outdir: string;
}

export interface Synthesized {
  /** Holds `<stackName>.template.json`, `<stackName>.assets.json` and a folder per function's bundle. */
  readonly assemblyDir: string;
  readonly stackName: string;
}

/**
 * Makes the same cloud assembly as `cdk synth`, in this process and without the command line.
 *
 * Needs neither network, Docker nor AWS credentials. Again into the same folder: overwrites, and takes bundles that are
 * there already as they are named for their contents.
 */
export function synthesize({ config, outdir }: SynthesizeProps): Synthesized {
  const app = new App({
    outdir,
    context: assemblyContext,
    analyticsReporting: cdkJson.versionReporting,
    // Takes most of a synthesis; `cdk synth` always does it.
    builtinCloudFormationValidation: false,
    treeMetadata: false,
  });
  const { stackName } = CaptureStack.ofStage(app, config);
  const { directory } = app.synth();
  return { assemblyDir: directory, stackName };
}

/** What the command line would pass: the flags, and paths of constructs and assets in the template's metadata. */
export const assemblyContext: Record<string, unknown> = {
  ...cdkJson.context,
  'aws:cdk:enable-path-metadata': true,
  'aws:cdk:enable-asset-metadata': true,
  'aws:cdk:disable-stack-trace': true,
};
