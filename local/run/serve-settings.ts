import { type Plan, plans } from '../../shared/domain/account/plan.ts';
import { type Cloud, clouds } from '../../shared/domain/account/zoom-cloud.ts';
import { type Dataset, datasets, knownDatasets } from '../../shared/domain/dataset.ts';
import { type Kind, kinds } from '../../shared/domain/meeting/kind.ts';
import { type ConfidentialRule, confidentialRules } from '../../shared/domain/privacy/confidential.ts';
import { type UnknownFields, unknownFieldRules } from '../../shared/domain/privacy/known-fields.ts';
import type { PrivacySettings } from '../../shared/domain/privacy/privacy-settings.ts';
import { type QosSampleForm, qosSampleForms } from '../../shared/domain/quality/qos-samples.ts';
import { choiceFrom, choicesFrom, numberFrom, readEnvironment } from '../../shared/lambda/environment.ts';
import { decodePrivacy } from '../../shared/lambda/privacy.ts';
import { ConfigurationError } from '../../shared/runtime/errors.ts';
import type { ZoomAccountValues } from './run-product.ts';

type ServeSettings = {
  readonly port: number;
  readonly dataDir: string;
  readonly account: ZoomAccountValues;
  readonly plan: Plan;
  readonly kinds: readonly Kind[];
  readonly datasets: readonly Dataset[];
  readonly cloud: Cloud;
  /** Absent: the cloud's. */
  readonly zoomApiUrl?: string;
  readonly zoomOauthUrl?: string;
  readonly timeScale: number;
  readonly mostInstances: number;
  readonly retentionDays: number;
  readonly privacy: PrivacySettings;
  readonly unknownFields: UnknownFields;
  readonly confidential: ConfidentialRule;
  readonly qosSamples: QosSampleForm;
};

const required = ['ZOOM_ACCOUNT_ID', 'ZOOM_CLIENT_ID', 'ZOOM_CLIENT_SECRET', 'ZOOM_WEBHOOK_SECRET_TOKEN'] as const;

const defaults = {
  PORT: '3000',
  DATA_DIR: '.data',
  ZOOM_CLOUD: 'commercial',
  ZOOM_PLAN: 'business',
  ZOOM_KINDS: kinds.join(','),
  DATASETS: datasets.join(),
  TIME_SCALE: '1',
  FUNCTION_INSTANCES: '2',
  RETENTION_DAYS: '0',
  PRIVACY: '{}',
  UNKNOWN_FIELDS: 'keep',
  CONFIDENTIAL: 'drop',
  QOS_SAMPLES: 'packed',
};

/**
 * The settings of `npm run serve` out of its environment.
 * @throws ConfigurationError naming every missing variable, or the wrong one and what it must be.
 */
export function serveSettings(env: NodeJS.ProcessEnv): ServeSettings {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()));
  const missing = required.filter((name) => given[name] === undefined);
  if (missing.length > 0) {
    throw new ConfigurationError(
      `Missing environment variables: ${missing.join(', ')}. They are of your Zoom app: docs/embedded-run.md tells of each.`,
    );
  }
  const account = readEnvironment(required, given);
  const settings = readEnvironment(Object.keys(defaults) as (keyof typeof defaults)[], { ...defaults, ...given });
  return {
    port: numberFrom(settings, 'PORT', { min: 0, max: 65_535, integer: true }),
    dataDir: settings.DATA_DIR,
    account: {
      accountId: account.ZOOM_ACCOUNT_ID,
      clientId: account.ZOOM_CLIENT_ID,
      clientSecret: account.ZOOM_CLIENT_SECRET,
      webhookSecretTokens: account.ZOOM_WEBHOOK_SECRET_TOKEN.split(',').map((token) => token.trim()),
      ...(given.PSEUDONYM_KEY !== undefined && { pseudonymKey: given.PSEUDONYM_KEY }),
    },
    plan: choiceFrom(settings, 'ZOOM_PLAN', plans),
    kinds: choicesFrom(settings, 'ZOOM_KINDS', kinds),
    datasets: choicesFrom(settings, 'DATASETS', knownDatasets),
    cloud: choiceFrom(settings, 'ZOOM_CLOUD', clouds),
    ...(given.ZOOM_API_URL !== undefined && { zoomApiUrl: withoutSlash(given.ZOOM_API_URL) }),
    ...(given.ZOOM_OAUTH_URL !== undefined && { zoomOauthUrl: withoutSlash(given.ZOOM_OAUTH_URL) }),
    timeScale: numberFrom(settings, 'TIME_SCALE', { min: Number.MIN_VALUE }),
    mostInstances: numberFrom(settings, 'FUNCTION_INSTANCES', { min: 1, max: 100, integer: true }),
    retentionDays: numberFrom(settings, 'RETENTION_DAYS', { min: 0, max: 36_500, integer: true }),
    privacy: decodePrivacy(settings.PRIVACY),
    unknownFields: choiceFrom(settings, 'UNKNOWN_FIELDS', unknownFieldRules),
    confidential: choiceFrom(settings, 'CONFIDENTIAL', confidentialRules),
    qosSamples: choiceFrom(settings, 'QOS_SAMPLES', qosSampleForms),
  };
}

const withoutSlash = (url: string) => url.replace(/\/+$/, '');
