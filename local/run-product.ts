import { join } from 'node:path';
import { defineStage } from '../infra/config.ts';
import { synthesize } from '../infra/synthesize.ts';
import type { Plan } from '../shared/domain/plan.ts';
import { type RunningStack, type RunStackOptions, runStack } from './stack/run-stack.ts';

/** What an operator would put into the account's secret. */
export type ZoomAccountValues = {
  readonly accountId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly webhookSecretTokens: readonly string[];
};

export type ProductOptions = Pick<RunStackOptions, 'dataDir' | 'httpPort' | 'log' | 'onInvocation' | 'intercept'> & {
  readonly account: ZoomAccountValues;
  readonly plan: Plan;
  readonly zoomApiUrl: string;
  readonly zoomOauthUrl: string;
  readonly timeScale: number;
  /** Where the cloud assembly is written. */
  readonly workDir: string;
};

/**
 * The product on this machine: synthesizes the stack that `cdk deploy` would deploy, with one Zoom account, and runs its
 * template on the embedded engines.
 * @throws StageConfigError for a setting that no stack can have; as {@link runStack}.
 */
export async function runProduct(options: ProductOptions): Promise<RunningStack> {
  const { account, plan, zoomApiUrl, zoomOauthUrl, timeScale, workDir, ...run } = options;
  const config = defineStage({
    stage: 'local',
    accounts: [{ name: 'main', plan }],
    zoomApiUrl,
    zoomOauthUrl,
    timeScale,
    removal: 'destroy',
  });
  const { assemblyDir, stackName } = synthesize({ config, outdir: join(workDir, 'assembly') });
  return runStack({ ...run, assemblyDir, stackName, secretValues: () => JSON.stringify(account) });
}

/** The addresses that a user of the running product wants. */
export function addresses({ outputs, httpUrl, dynamodbUrl }: RunningStack) {
  const { CapturesTable: table } = outputs;
  if (table === undefined) throw new Error('The stack has no output CapturesTable.');
  return { webhook: `${httpUrl}/webhook`, dynamodb: dynamodbUrl, table };
}
