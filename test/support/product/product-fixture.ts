import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Intercept } from '../../../local/emulator/engines/engine-call.ts';
import type { BusEvent } from '../../../local/emulator/engines/event-bus.ts';
import type { Invocation } from '../../../local/emulator/functions/function-pool.ts';
import type { RunningStack } from '../../../local/emulator/run-stack.ts';
import { type JsonRecord, readValue } from '../../../local/emulator/template/read-value.ts';
import { addresses, runAssembly } from '../../../local/run/run-product.ts';
import { differingDatasets } from '../../../local/run/showcase.ts';
import { type ProductSettings, synthesizeProduct } from '../../../local/run/synthesize-product.ts';
import type { SimulatedMeeting } from '../../../local/simulator/meeting.ts';
import type { SimulatorOptions } from '../../../local/simulator/options.ts';
import { type Simulator, startSimulator } from '../../../local/simulator/simulator.ts';
import { sendEndedEvents } from '../../../local/simulator/webhook-events.ts';
import { type Dataset, datasets } from '../../../shared/domain/dataset.ts';
import { createMeetingReader } from '../../../shared/dynamo/meetings/meeting-reader.ts';
import type { Change } from './template-changes.ts';

/** An hour of planned waiting takes 3.6 seconds. */
const timeScale = 0.001;
const doneStates: ReadonlySet<string> = new Set(['captured', 'settled', 'empty']);
const signing = { region: 'us-east-1', credentials: { accessKeyId: 'tester', secretAccessKey: 'tester' } };

export type RunningProduct = {
  readonly stack: RunningStack;
  readonly webhookUrl: string;
  readonly dynamodb: DynamoDBClient;
  readonly sqs: SQSClient;
  /** Every line that a function wrote, after its logical id. */
  readonly lines: readonly string[];
  readonly invocations: readonly Invocation[];
  /** Sends the signed event of a meeting's end. @returns the HTTP status */
  readonly sendEnded: (meeting: SimulatedMeeting) => Promise<number>;
  /** The datasets whose stored rows are exactly what Zoom's side serves, and whose capture says so. */
  readonly exactDatasets: (uuid: string) => Promise<readonly Dataset[]>;
  /** Waits until all datasets are exact. @returns those that were not in time */
  readonly missingDatasets: (uuid: string, patienceMs: number) => Promise<readonly Dataset[]>;
  readonly close: () => Promise<void>;
};

type StartOptions = {
  /** Applied to the synthesized template before it is run. */
  readonly change?: Change;
  /** What the Zoom account's secret holds instead of its credentials. */
  readonly account?: Parameters<typeof runAssembly>[0]['account'];
  /** What stands between the functions and the engines. */
  readonly intercept?: Intercept;
  /** Where its data are kept. @default in memory */
  readonly dataDir?: string;
  /** Hears of each event that is put on a bus. */
  readonly onEvent?: (event: BusEvent) => void;
};

export type ProductFixture = {
  readonly simulator: Simulator;
  /** As synthesized. */
  readonly template: JsonRecord;
  /** Runs the product in memory, beside others of this fixture. @throws as `runStack`: what AWS would not deploy */
  readonly start: (options?: StartOptions) => Promise<RunningProduct>;
  readonly close: () => Promise<void>;
};

/** A simulated Zoom, and the product's stack synthesized once, to be run as it is or with a changed template. */
export async function openProductFixture(
  options: SimulatorOptions = {},
  stage: Pick<ProductSettings, 'events' | 'lake' | 'datasets'> = {},
): Promise<ProductFixture> {
  const folder = await mkdtemp(join(tmpdir(), 'running-product-'));
  // Products side by side each fetch tokens of their own.
  const simulator = await startSimulator({ newTokenRevokesOld: false, ...options });
  const { apiUrl: zoomApiUrl, oauthUrl: zoomOauthUrl, credentials } = simulator;
  const settings = { plan: 'business', zoomApiUrl, zoomOauthUrl, timeScale, ...stage } as const;
  const { assemblyDir, stackName } = synthesizeProduct(settings, folder);
  const templateFile = `${stackName}.template.json`;
  const template = readValue.record(JSON.parse(await readFile(join(assemblyDir, templateFile), 'utf8')), templateFile);
  const { webhookSecretToken, ...rest } = credentials;
  const ownAccount = { ...rest, webhookSecretTokens: [webhookSecretToken] };
  let copies = 0;

  async function copyOf(change: Change): Promise<string> {
    copies += 1;
    const copy = join(folder, `assembly-${copies}`);
    await cp(assemblyDir, copy, { recursive: true });
    await writeFile(join(copy, templateFile), JSON.stringify(change(template)));
    return copy;
  }

  async function start({
    change,
    account = ownAccount,
    intercept,
    onEvent,
    dataDir,
  }: StartOptions = {}): Promise<RunningProduct> {
    const lines: string[] = [];
    const invocations: Invocation[] = [];
    const stack = await runAssembly({
      account,
      ...(intercept && { intercept }),
      ...(onEvent && { onEvent }),
      ...(dataDir !== undefined && { dataDir }),
      stackName,
      assemblyDir: change ? await copyOf(change) : assemblyDir,
      log: (line, functionId) => lines.push(`${functionId} ${line}`),
      onInvocation: (invocation) => invocations.push(invocation),
    });
    const { webhook: webhookUrl, table } = addresses(stack);
    const client = new DynamoDBClient({ ...signing, endpoint: stack.dynamodbUrl });
    const sqs = new SQSClient({ ...signing, endpoint: stack.sqsUrl });
    const reader = createMeetingReader({ client, table });

    async function doneDatasets(uuid: string): Promise<readonly Dataset[]> {
      const stored = await reader.find(uuid);
      return datasets.filter((dataset) => doneStates.has(stored?.captures[dataset]?.state ?? ''));
    }

    async function exactDatasets(uuid: string): Promise<readonly Dataset[]> {
      const done = await doneDatasets(uuid);
      if (done.length === 0) return [];
      const differing = await differingDatasets(uuid, simulator, { client, table });
      return done.filter((dataset) => !differing.includes(dataset));
    }

    return {
      stack,
      webhookUrl,
      sqs,
      lines,
      invocations,
      exactDatasets,
      dynamodb: client,
      async sendEnded(meeting) {
        const [sent] = await sendEndedEvents([meeting], { webhookUrl, accounts: [credentials] });
        return sent?.status ?? 0;
      },
      async missingDatasets(uuid, patienceMs) {
        const givesUpAt = Date.now() + patienceMs;
        // Comparing is work for this process, in which the stack runs too: not before it can succeed.
        let done = await doneDatasets(uuid);
        while (done.length < datasets.length && Date.now() < givesUpAt) {
          await sleep(100);
          done = await doneDatasets(uuid);
        }
        const differing = await differingDatasets(uuid, simulator, { client, table });
        return datasets.filter((dataset) => !done.includes(dataset) || differing.includes(dataset));
      },
      async close() {
        await stack.close({ graceMs: 0 });
        client.destroy();
        sqs.destroy();
      },
    };
  }

  return {
    simulator,
    template,
    start,
    async close() {
      await simulator.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
