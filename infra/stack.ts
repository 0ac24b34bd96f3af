import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { StageConfig } from './settings/stage-config.ts';
import { ZoomCapture } from './zoom-capture.ts';

interface CaptureStackProps {
  readonly config: StageConfig;
}

/** One stage of the product. */
export class CaptureStack extends Stack {
  /** The stack of a stage, under the stage's name. */
  static ofStage(scope: Construct, config: StageConfig): CaptureStack {
    return new CaptureStack(scope, `ZoomCapture-${config.stage}`, { config });
  }

  constructor(scope: Construct, id: string, { config }: CaptureStackProps) {
    super(scope, id, {
      description: `Captures ended Zoom meetings and webinars into DynamoDB (stage ${config.stage})`,
      terminationProtection: config.removal === 'retain',
    });
    // CDK leaves the id `Default` out of logical ids: those of stages are as if all stood in the stack itself.
    new ZoomCapture(this, 'Default', config);
  }
}
