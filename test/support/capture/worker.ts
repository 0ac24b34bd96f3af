import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Simulator } from '../../../local/simulator/simulator.ts';
import type { CaptureDeps } from '../../../shared/capture/capture-deps.ts';
import { createRedactions } from '../../../shared/capture/redaction.ts';
import type { CapturedParts } from '../../../shared/domain/account/captured-parts.ts';
import type { Plan } from '../../../shared/domain/account/plan.ts';
import type { Waits } from '../../../shared/domain/capture/waits.ts';
import { type Dataset, knownDatasets } from '../../../shared/domain/dataset.ts';
import type { ConfidentialRule } from '../../../shared/domain/privacy/confidential.ts';
import type { UnknownFields } from '../../../shared/domain/privacy/known-fields.ts';
import type { PrivacySettings } from '../../../shared/domain/privacy/privacy-settings.ts';
import { createCaptureStore } from '../../../shared/dynamo/captures/capture-store.ts';
import { createErasureReader } from '../../../shared/dynamo/control/erasure-reader.ts';
import { createRowStore } from '../../../shared/dynamo/rows/row-store.ts';
import { asAccountFault, createDisguises, parkingWithoutMarks } from '../../../shared/lambda/privacy.ts';
import { createZoomClients } from '../../../shared/lambda/zoom-clients.ts';
import { createUnknownFieldsLog } from '../../../shared/telemetry/unknown-fields-log.ts';
import { storeSecret as readable } from '../store-secret.ts';
import type { TestQueue } from './queue.ts';

/** Rows a page; Zoom gives fewer than it is asked for without a word. */
export type PageSizes = Readonly<Partial<Record<Dataset, number>>>;

export type WorkerDeps = {
  /** Its own: it is closed with the worker. */
  readonly client: DynamoDBClient;
  readonly simulator: Simulator;
  readonly queue: TestQueue;
  readonly plan: Plan;
  readonly pageSizes: PageSizes;
  readonly privacy: PrivacySettings;
  /** @default 'keep' */
  readonly unknownFields?: UnknownFields;
  readonly confidential?: ConfidentialRule;
  /** In the account's secret. */
  readonly pseudonymKey: string | undefined;
  /** Of the account's settings, as they are by now. @default both */
  readonly kinds?: (() => CapturedParts['kinds']) | undefined;
  readonly waits: Waits;
  /** Of the stage. @default one that can be read */
  readonly storeSecret?: () => Promise<string>;
  /** Takes what a dataset's function logs and measures. @default nobody */
  readonly voice?: (dataset: Dataset) => Pick<CaptureDeps, 'log' | 'record'>;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly random: () => number;
  /** On the way to Zoom. @default the global one */
  readonly fetch?: typeof fetch;
  /** Stands before and after each call that leaves the worker, those to DynamoDB excepted. */
  readonly effect: <Result>(name: string, run: () => Promise<Result>) => Promise<Result>;
};

const silent: Pick<CaptureDeps, 'log' | 'record'> = { log: { info() {}, warn() {}, error() {} }, record() {} };

/** One worker with clients of its own: the product's real parts, in a test's own time. */
export function createWorker({
  client,
  simulator,
  queue,
  plan,
  pageSizes,
  privacy,
  unknownFields = 'keep',
  confidential = 'drop',
  pseudonymKey,
  kinds = () => undefined,
  waits,
  storeSecret = readable,
  voice = () => silent,
  effect,
  fetch = globalThis.fetch,
  ...clock
}: WorkerDeps) {
  const account = {
    name: 'main',
    datasets: knownDatasets,
    ...simulator.credentials,
    plan,
    pseudonymKey,
  };
  const makeDeps = (dataset: Dataset): CaptureDeps => {
    const { log, record } = voice(dataset);
    const zoomFetch: typeof fetch = (input, init) =>
      effect('zoom', () => fetch(withPageSize(String(input), pageSizes[dataset]), init));
    return {
      captures: createCaptureStore({ client, table: 'Captures', retentionDays: 0 }),
      rows: createRowStore({ client, table: 'Captures', ...clock }),
      zoom: createZoomClients({
        accounts: { get: async () => account },
        apiUrl: simulator.apiUrl,
        oauthUrl: simulator.oauthUrl,
        client,
        table: 'Control',
        fetch: zoomFetch,
        record,
        ...clock,
      }),
      captured: async () => ({ ...account, kinds: kinds() }),
      redactions: createRedactions({
        storeSecret: asAccountFault(storeSecret),
        erasures: parkingWithoutMarks(createErasureReader({ client, table: 'Control' }, asAccountFault(storeSecret))),
        disguises: createDisguises(privacy, { get: async () => account }),
        unknownFields,
        confidential,
        tellUnknown: createUnknownFieldsLog(log),
      }),
      send: (message, delayMs) => effect('send', async () => queue.send(dataset, message, delayMs)),
      deadLetter: (message) => effect('dead-letter', async () => queue.deadLetter(dataset, message)),
      waits,
      now: clock.now,
      log,
      record,
    };
  };
  const known = new Map<Dataset, CaptureDeps>();
  return {
    client,
    deps(dataset: Dataset): CaptureDeps {
      const deps = known.get(dataset) ?? makeDeps(dataset);
      known.set(dataset, deps);
      return deps;
    },
    close: () => client.destroy(),
  };
}

const withPageSize = (url: string, size: number | undefined): string =>
  size === undefined ? url : url.replace(/page_size=\d+/, `page_size=${size}`);
