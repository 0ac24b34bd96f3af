import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { functionSettings } from '../../infra/settings/settings.ts';
import type { Synthesized } from '../../infra/synthesize.ts';
import { omit } from '../../shared/domain/omit.ts';
import { type RunningStack, type RunStackOptions, runStack } from '../emulator/run-stack.ts';
import { endLeases } from './end-leases.ts';
import type { ProductSettings, SynthesisStart } from './synthesize-product.ts';

/** What an operator would put into the account's secret. */
export type ZoomAccountValues = {
  readonly accountId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly webhookSecretTokens: readonly string[];
  readonly pseudonymKey?: string;
};

type Running = Pick<
  RunStackOptions,
  'dataDir' | 'httpPort' | 'mostInstances' | 'log' | 'onInvocation' | 'onEvent' | 'intercept' | 'unrouted'
> & {
  readonly account: ZoomAccountValues;
};

type ProductOptions = ProductSettings &
  Running & {
    /** Where the cloud assembly is written. */
    readonly workDir: string;
  };

const settingNames = ['plan', 'kinds', 'datasets', 'cloud', ...functionSettings.capture, 'events', 'lake'] as const;

/**
 * The product on this machine: synthesizes the stack that `cdk deploy` would deploy, with one Zoom account, and runs its
 * template on the embedded engines.
 * @throws ConfigurationError for a setting that no stack can have; as {@link runStack}.
 */
export async function runProduct(options: ProductOptions): Promise<RunningStack> {
  const { workDir } = options;
  const settings = omit(
    options,
    'workDir',
    'account',
    'dataDir',
    'httpPort',
    'mostInstances',
    'log',
    'onInvocation',
    'onEvent',
    'intercept',
    'unrouted',
  );
  const running = omit(options, 'workDir', ...settingNames);
  return runAssembly({ ...running, ...(await synthesizeApart({ settings, workDir })) });
}

/** In a thread of its own, which ends with this process: the CDK takes 200 MB, which are given back so. */
async function synthesizeApart(workerData: SynthesisStart): Promise<Synthesized> {
  const thread = new Worker(new URL('./synthesize-thread.ts', import.meta.url), { workerData });
  const [synthesized]: Synthesized[] = await once(thread, 'message');
  if (synthesized === undefined) throw new Error('The synthesis gave nothing.');
  return synthesized;
}

/** Runs a cloud assembly of the product; {@link runStack} says how. */
export function runAssembly({ account, ...options }: Running & Synthesized): Promise<RunningStack> {
  return runStack({
    ...options,
    // What operators put in; the stack's own are generated.
    secretValues: (logicalId) => accountSecret(logicalId, account),
    beforeFunctions: ({ dynamodbUrl, outputs }) => endLeases({ dynamodbUrl, table: capturesTable(outputs) }),
  });
}

/** Of a Zoom account's two secrets what is in the one of this logical id; undefined for one of the stack's own. */
function accountSecret(
  logicalId: string,
  { accountId, webhookSecretTokens, ...credentials }: ZoomAccountValues,
): string | undefined {
  if (/^ZoomAccount.*Secret[0-9A-F]{8}$/.test(logicalId)) return JSON.stringify({ accountId, webhookSecretTokens });
  if (/^ZoomAccount.*Credentials[0-9A-F]{8}$/.test(logicalId)) return JSON.stringify({ accountId, ...credentials });
  return undefined;
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
