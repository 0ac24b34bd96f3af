import { setTimeout as sleep } from 'node:timers/promises';
import { createStoreSecret } from '../accounts/store-secret.ts';
import type { ZoomAccounts } from '../accounts/zoom-accounts.ts';
import { createRedactions } from '../capture/redaction.ts';
import { areOfOneCloud, isSafeAddress, type ZoomAddresses } from '../domain/account/zoom-cloud.ts';
import { scaledWaits } from '../domain/capture/waits.ts';
import { scaledProbeWaits } from '../domain/outage/probe-waits.ts';
import { confidentialRules } from '../domain/privacy/confidential.ts';
import { unknownFieldRules } from '../domain/privacy/known-fields.ts';
import { qosSampleForms } from '../domain/quality/qos-samples.ts';
import { createCaptureStore } from '../dynamo/captures/capture-store.ts';
import { createErasureReader } from '../dynamo/control/erasure-reader.ts';
import { createDynamoClient } from '../dynamo/dynamo-client.ts';
import { ConfigurationError } from '../runtime/errors.ts';
import type { Log } from '../telemetry/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { createUnknownFieldsLog } from '../telemetry/unknown-fields-log.ts';
import { choiceFrom, numberFrom } from './environment.ts';
import { asAccountFault, createDisguises, decodePrivacy, parkingWithoutMarks } from './privacy.ts';
import { createZoomClients } from './zoom-clients.ts';

/** The variables of every function that asks Zoom and fills the tables. */
export const captureVariables = [
  'CAPTURES_TABLE',
  'CONTROL_TABLE',
  'ZOOM_ACCOUNTS',
  'ZOOM_API_URL',
  'ZOOM_OAUTH_URL',
  'TIME_SCALE',
  'RETENTION_DAYS',
  'PRIVACY',
  'UNKNOWN_FIELDS',
  'CONFIDENTIAL',
  'QOS_SAMPLES',
  'STORE_SECRET_ID',
  'STAGE',
] as const;

type Environment = Readonly<Record<(typeof captureVariables)[number], string>>;

/**
 * What captures and sweeps both work with, made of the function's environment.
 * @throws ConfigurationError when a variable is no such value, or Zoom's addresses are not those of one cloud, over TLS
 */
export function createCaptureServices(
  environment: Environment,
  accounts: Pick<ZoomAccounts, 'get'>,
  { record, log }: Pick<Metrics, 'record'> & { readonly log: Log },
) {
  checkAddresses({ apiUrl: environment.ZOOM_API_URL, oauthUrl: environment.ZOOM_OAUTH_URL });
  const clock = { now: Date.now, sleep: (ms: number) => sleep(ms), random: Math.random };
  const client = createDynamoClient({ maxAttempts: 6 });
  const store = { client, table: environment.CAPTURES_TABLE };
  const control = { client, table: environment.CONTROL_TABLE };
  const storeSecret = asAccountFault(createStoreSecret(environment.STORE_SECRET_ID));
  return {
    clock,
    store,
    control,
    captures: createCaptureStore({
      ...store,
      retentionDays: numberFrom(environment, 'RETENTION_DAYS', { min: 0, integer: true }),
    }),
    zoom: createZoomClients({
      accounts,
      apiUrl: environment.ZOOM_API_URL,
      oauthUrl: environment.ZOOM_OAUTH_URL,
      ...control,
      fetch,
      record,
      probeWaits: scaledProbeWaits(numberFrom(environment, 'TIME_SCALE')),
      ...clock,
    }),
    redactions: createRedactions({
      erasures: parkingWithoutMarks(createErasureReader(control, storeSecret)),
      storeSecret,
      disguises: createDisguises(decodePrivacy(environment.PRIVACY), accounts),
      unknownFields: choiceFrom(environment, 'UNKNOWN_FIELDS', unknownFieldRules),
      confidential: choiceFrom(environment, 'CONFIDENTIAL', confidentialRules),
      tellUnknown: createUnknownFieldsLog(log),
    }),
    qosSamples: choiceFrom(environment, 'QOS_SAMPLES', qosSampleForms),
    waits: scaledWaits(numberFrom(environment, 'TIME_SCALE')),
  };
}

/** A variable can be changed by hand, past the check of the stage: no credentials go out then. */
function checkAddresses(addresses: ZoomAddresses): void {
  if (Object.values(addresses).every(isSafeAddress) && areOfOneCloud(addresses)) return;
  throw new ConfigurationError(
    'ZOOM_API_URL and ZOOM_OAUTH_URL must be https URLs of one of Zoom’s clouds, or of this machine.',
  );
}
