import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MeetingRecipe } from '../../local/simulator/meetings.ts';
import type { Latency } from '../../local/simulator/options.ts';
import { type CaptureMessage, firstMessage } from '../../shared/domain/capture/capture-message.ts';
import type { Dataset } from '../../shared/domain/dataset.ts';
import { type EngineProcess, startEngine } from '../engines/start-engine.ts';
import { startProcess } from '../engines/start-process.ts';
import { startZoom, unlimited } from '../engines/start-zoom.ts';
import { captureBundle } from './capture-bundle.ts';
import { consumerEnvironment } from './consumer-environment.ts';
import { type StartedFunction, startFunction } from './start-function.ts';

export type Deployed = {
  /** The first polls that are due, in the order of the recipes. */
  readonly messages: readonly CaptureMessage[];
  /** An execution environment of a dataset's function. */
  readonly start: (dataset: Dataset, tables: EngineProcess) => Promise<StartedFunction>;
  /** Tables of their own, in an engine of their own. */
  readonly tables: readonly [EngineProcess, EngineProcess];
  readonly close: () => Promise<void>;
};

/** What the consumers' bundles need in order to work as deployed: Zoom without limits, tables, SQS and secrets, each a process. */
export async function startDeployed(recipes: readonly MeetingRecipe[], latencyMs: Latency): Promise<Deployed> {
  const directory = await mkdtemp(join(tmpdir(), 'bench-bundles-'));
  const bundle = captureBundle(directory);
  const zoom = await startZoom(recipes, { ...unlimited, latencyMs });
  const secret = { ...zoom.credentials, webhookSecretTokens: [] };
  const aws = await startProcess(new URL('../engines/instant-aws-main.ts', import.meta.url), [JSON.stringify(secret)]);
  const tables = [await startEngine(), await startEngine()] as const;
  return {
    messages: zoom.meetings.map((meeting) =>
      firstMessage({ ...meeting, account: zoom.credentials.accountId }, 'event', new Date()),
    ),
    start: (dataset, { url }) =>
      startFunction(bundle, consumerEnvironment({ ...zoom, dataset, dynamodbUrl: url, awsUrl: String(aws.said) })),
    tables,
    async close() {
      await Promise.all([zoom, aws, ...tables].map((process) => process.close()));
      await rm(directory, { recursive: true });
    },
  };
}
