import { ConfigurationError } from '../shared/runtime/errors.ts';
import { defineStage, type StageConfig, type StageInput } from './settings/stage-config.ts';

/** The stages that can be deployed: `cdk deploy -c stage=prod`. Change them, add one, or add an account to one. */
export const stages: readonly StageInput[] = [
  // To try it out: leaves nothing behind.
  { stage: 'dev', accounts: [{ name: 'main', plan: 'business' }], retentionDays: 30, removal: 'destroy' },
  {
    stage: 'prod',
    // Three days: over a weekend nobody need meet.
    accounts: [{ name: 'main', plan: 'business', quietHours: 72 }],
    webhookReservedConcurrency: 20,
    webhookRequestsPerSecond: 2_000,
    // Two years. 0 keeps meetings for ever; nobody decides that but you.
    retentionDays: 730,
    logRetentionDays: 180,
    removal: 'retain',
  },
  // Two Zoom accounts in one stack, the second without dashboards.
  {
    stage: 'two-accounts',
    accounts: [
      { name: 'main', plan: 'business', quietHours: 24 },
      { name: 'branch', plan: 'pro', datasets: ['report'] },
    ],
    webhookReservedConcurrency: 20,
    webhookRequestsPerSecond: 2_000,
    retentionDays: 365,
    ownKey: true,
    removal: 'retain',
  },
];

/**
 * The stage that the context value `stage` asks for; the first one when it is absent.
 * @param overrides settings in place of the stage's own
 * @throws ConfigurationError when there is none of that name, or its settings are wrong.
 */
export function stageNamed(stage: unknown, overrides: Readonly<Record<string, unknown>> = {}): StageConfig {
  const input = stage === undefined ? stages[0] : stages.find((candidate) => candidate.stage === stage);
  if (input === undefined) {
    const names = stages.map((candidate) => candidate.stage).join(', ');
    throw new ConfigurationError(`There is no stage ${JSON.stringify(stage)}: "-c stage=…" must be one of ${names}.`);
  }
  return defineStage({ ...input, ...overrides });
}

/** The stages that the context value `stage` lists, parted by commas. @throws as {@link stageNamed} */
export function stagesNamed(list: unknown, overrides: Readonly<Record<string, unknown>> = {}): readonly StageConfig[] {
  if (typeof list !== 'string') return [stageNamed(list, overrides)];
  return list.split(',').map((name) => stageNamed(name.trim(), overrides));
}
