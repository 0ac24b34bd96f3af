import { join } from 'node:path';
import { defineStage } from '../../infra/settings/stage-config.ts';
import { type Synthesized, synthesize } from '../../infra/synthesize.ts';
import { omit } from '../../shared/domain/omit.ts';
import type { Plan } from '../../shared/domain/plan.ts';
import type { UnknownFields } from '../../shared/domain/privacy/known-fields.ts';
import type { PrivacySettings } from '../../shared/domain/privacy/privacy-settings.ts';
import type { Cloud } from '../../shared/domain/zoom-cloud.ts';
import { type RunningStack, type RunStackOptions, runStack } from '../emulator/run-stack.ts';
import { endLeases } from './end-leases.ts';

/** What an operator would put into the account's secret. */
export type ZoomAccountValues = {
  readonly accountId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly webhookSecretTokens: readonly string[];
  readonly pseudonymKey?: string;
};

/** Where Zoom is, how long to wait for it, and what is not stored. */
type ProductSettings = {
  readonly plan: Plan;
  readonly cloud?: Cloud;
  /** Absent: the cloud's. */
  readonly zoomApiUrl?: string;
  readonly zoomOauthUrl?: string;
  readonly timeScale: number;
  readonly privacy?: PrivacySettings;
  readonly unknownFields?: UnknownFields;
};

type Running = Pick<RunStackOptions, 'dataDir' | 'httpPort' | 'log' | 'onInvocation' | 'intercept'> & {
  readonly account: ZoomAccountValues;
};

type ProductOptions = ProductSettings &
  Running & {
    /** Where the cloud assembly is written. */
    readonly workDir: string;
  };

const settingNames = ['plan', 'cloud', 'zoomApiUrl', 'zoomOauthUrl', 'timeScale', 'privacy', 'unknownFields'] as const;

/**
 * The product on this machine: synthesizes the stack that `cdk deploy` would deploy, with one Zoom account, and runs its
 * template on the embedded engines.
 * @throws ConfigurationError for a setting that no stack can have; as {@link runStack}.
 */
export async function runProduct(options: ProductOptions): Promise<RunningStack> {
  const { workDir } = options;
  const settings = omit(options, 'workDir', 'account', 'dataDir', 'httpPort', 'log', 'onInvocation', 'intercept');
  const running = omit(options, 'workDir', ...settingNames);
  return runAssembly({ ...running, ...synthesizeProduct(settings, workDir) });
}

/** Writes the product's cloud assembly below `workDir`. @throws ConfigurationError */
export function synthesizeProduct({ plan, ...settings }: ProductSettings, workDir: string): Synthesized {
  const accounts = [{ name: 'main', plan }];
  const config = defineStage({ stage: 'local', accounts, ...settings, removal: 'destroy' });
  return synthesize({ config, outdir: join(workDir, 'assembly') });
}

/** Runs a cloud assembly of the product; {@link runStack} says how. */
export function runAssembly({ account, ...options }: Running & Synthesized): Promise<RunningStack> {
  return runStack({
    ...options,
    secretValues: () => JSON.stringify(account),
    beforeFunctions: ({ dynamodbUrl, outputs }) => endLeases({ dynamodbUrl, table: capturesTable(outputs) }),
  });
}

/** The addresses that a user of the running product wants. */
export const addresses = ({ outputs, httpUrl, dynamodbUrl }: RunningStack) => ({
  webhook: `${httpUrl}/webhook`,
  dynamodb: dynamodbUrl,
  table: capturesTable(outputs),
});

function capturesTable({ CapturesTable: table }: RunningStack['outputs']): string {
  if (table === undefined) throw new Error('The stack has no output CapturesTable.');
  return table;
}
