import { App } from 'aws-cdk-lib';
import { ConfigurationError } from '../shared/runtime/errors.ts';
import { contextOverrides } from './settings/stage-config.ts';
import { CaptureStack } from './stack.ts';
import { stagesNamed } from './stages.ts';

/** What the CDK's command line runs (cdk.json). */
try {
  const app = new App();
  const context: Record<string, unknown> = app.node.getAllContext();
  for (const config of stagesNamed(context.stage, contextOverrides(context))) {
    CaptureStack.ofStage(app, config);
  }
  app.synth();
} catch (error) {
  // A wrong setting is told in its own sentence, without a stack of calls around it.
  if (!(error instanceof ConfigurationError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
