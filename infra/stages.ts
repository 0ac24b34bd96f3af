import { defineStage, type StageConfig, StageConfigError, type StageInput } from './config.ts';

/** The stages that can be deployed: `cdk deploy -c stage=prod`. Add an account or a stage here. */
const stages: readonly StageInput[] = [
  { stage: 'dev', accounts: [{ name: 'main', plan: 'business' }], retentionDays: 30, removal: 'destroy' },
  { stage: 'prod', accounts: [{ name: 'main', plan: 'business' }], removal: 'retain' },
];

/**
 * The stage that the context value `stage` asks for; the first one when it is absent.
 * @throws StageConfigError when there is none of that name, or its settings are wrong.
 */
export function stageNamed(stage: unknown): StageConfig {
  const input = stage === undefined ? stages[0] : stages.find((candidate) => candidate.stage === stage);
  if (input === undefined) {
    const names = stages.map((candidate) => candidate.stage).join(', ');
    throw new StageConfigError(`There is no stage ${JSON.stringify(stage)}: "-c stage=…" must be one of ${names}.`);
  }
  return defineStage(input);
}
