import * as z from 'zod/mini';
import { readings } from '../../shared/datasets/datasets.ts';
import { clouds } from '../../shared/domain/account/zoom-cloud.ts';
import { byDataset, knownDatasets } from '../../shared/domain/dataset.ts';
import { confidentialRules } from '../../shared/domain/privacy/confidential.ts';
import { unknownFieldRules } from '../../shared/domain/privacy/known-fields.ts';
import { privacySettings } from '../../shared/domain/privacy/privacy-settings.ts';
import { qosSampleForms } from '../../shared/domain/quality/qos-samples.ts';
import { accounts } from './account-settings.ts';
import { madeOf, type Setting, schemasOf } from './setting.ts';
import { choice, domains, name, scale, text, url, whole, yesOrNo, zone } from './setting-schemas.ts';

/** The periods that CloudWatch Logs knows. */
const logRetentionDays = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 3653];

const batches = (atOnce: number) => z._default(whole(2, 1000, 'batches at once'), atOnce);

/**
 * The settings of a stage: the one place that says what each may be, what it is when nobody says, and who is told of it.
 * The check of a stage, its refusals, the context, the functions' variables and docs/settings.md come from here.
 */
export const settings = {
  stage: {
    schema: name(),
    says: "Part of the stack's name and of no other, so that stages fit beside one another.",
  },
  accounts: {
    schema: accounts,
    says: 'The Zoom accounts whose meetings are captured, one to ten; the second table has what each may say.',
  },
  retentionDays: {
    schema: z._default(whole(0, 36_500, 'days (0: for ever)'), 0),
    says: "Days until a captured meeting is deleted; 0 keeps it for ever, which a stage with `removal: 'retain'` has to say.",
    byContext: true,
    variable: 'RETENTION_DAYS',
  },
  privacy: {
    schema: z._default(privacySettings, {}),
    says: "Personal fields that are not stored, or as pseudonyms ([privacy.md](privacy.md)), or `'strict'` for all of them; without it all are stored as Zoom sent them.",
    variable: 'PRIVACY',
  },
  unknownFields: {
    schema: z._default(choice(unknownFieldRules), 'keep'),
    says: 'What becomes of fields that Zoom has added since this version: stored like the others, or left out and counted; their names are logged either way.',
    byContext: true,
    variable: 'UNKNOWN_FIELDS',
  },
  confidential: {
    schema: z._default(choice(confidentialRules), 'drop'),
    says: 'What becomes of questions of a Q&A that were deleted or answered privately: left out and counted, or stored with the rest.',
    byContext: true,
    variable: 'CONFIDENTIAL',
  },
  qosSamples: {
    schema: z._default(choice(qosSampleForms), 'packed'),
    says: 'How the samples of QoS sessions are stored from now on: packed; in readable lists, which take six times the space; or not at all, with summaries and bad minutes alone ([data-model.md](data-model.md#qos-samples)).',
    byContext: true,
    variable: 'QOS_SAMPLES',
  },
  tableClass: {
    schema: z._default(choice(['standard', 'infrequent']), 'standard'),
    says: 'The class of the Captures table: infrequent access stores for 40 % of the price, and writes and reads for 125 %; `cli estimate` says which one is cheaper.',
    byContext: true,
  },
  recoveryDays: {
    schema: z._default(whole(1, 35, 'days'), 35),
    says: 'Days that the tables can be restored to any second of, for which AWS bills their size and not the days.',
    byContext: true,
  },
  logRetentionDays: {
    schema: z._default(
      z.literal(logRetentionDays, { error: `a number of days that CloudWatch knows: ${logRetentionDays.join(', ')}` }),
      90,
    ),
    says: 'Days until a line of a log is deleted.',
    byContext: true,
  },
  timeScale: {
    schema: z._default(scale(1000), 1),
    says: 'Multiplies every planned wait of a capture; 1 outside of rehearsals.',
    byContext: true,
    variable: 'TIME_SCALE',
  },
  cloud: {
    schema: z._default(choice(clouds), 'commercial'),
    says: 'Which of Zoom’s clouds the accounts are in: it sets both addresses, and those of the other are refused.',
    byContext: true,
  },
  zoomApiUrl: {
    schema: z.optional(url()),
    says: "Where Zoom's API is; without it where the cloud has it.",
    byContext: true,
    variable: 'ZOOM_API_URL',
  },
  zoomOauthUrl: {
    schema: z.optional(url()),
    says: 'Where access tokens come from; without it where the cloud has them.',
    byContext: true,
    variable: 'ZOOM_OAUTH_URL',
  },
  sweepTickMinutes: {
    schema: z._default(whole(2, 60, 'minutes'), 5),
    says: 'Minutes from one run of the sweep to the next, the longest that a stuck capture waits; each account is swept once an hour all the same.',
    byContext: true,
  },
  signatureMaxAgeSeconds: {
    schema: z._default(whole(60, 86_400, 'seconds'), 95 * 60),
    says: "How old an event may be: Zoom's last retry comes about 85 minutes late.",
    byContext: true,
    variable: 'SIGNATURE_MAX_AGE_SECONDS',
  },
  signatureMaxAheadSeconds: {
    schema: z._default(whole(0, 3600, 'seconds'), 5 * 60),
    says: "How far the clock of an event's sender may be ahead of ours.",
    byContext: true,
    variable: 'SIGNATURE_MAX_AHEAD_SECONDS',
  },
  timeZone: {
    schema: z.optional(zone()),
    says: 'In which zone days begin and times are shown by commands and pages, such as Europe/Zurich; without it that of the machine they run on, and UTC for programs; what is stored stays UTC.',
    byContext: true,
  },
  internalDomains: {
    schema: z.optional(domains()),
    says: "Whose addresses are not those of guests, such as `['example.org']`: domains of e-mail addresses, subdomains by themselves; commands say who is a guest.",
  },
  concurrency: {
    schema: z._default(
      z.strictObject(
        byDataset((dataset) => batches(readings[dataset].concurrency)),
        { error: `made of ${knownDatasets.join(', ')} alone` },
      ),
      byDataset((dataset) => readings[dataset].concurrency),
    ),
    says: 'Batches of up to 10 captures worked at once, 2 to 1,000 by dataset: QoS makes nine tenths of the calls.',
  },
  webhookReservedConcurrency: {
    schema: z.optional(whole(10, 1000, 'executions')),
    says: 'Executions kept for the webhook alone, whatever else runs in the AWS account; it is also the most that it gets, so a handful would starve what it is to protect.',
    byContext: true,
  },
  webhookRequestsPerSecond: {
    schema: z.optional(whole(200, 10_000, 'requests a second')),
    says: "The most that the webhook's address takes, of anybody; it answers 429 beyond, and what Zoom gets that for the sweep brings in, so it bounds the cost of a flood far above Zoom's ten a second; without it AWS's own 10,000 of the account hold.",
    byContext: true,
  },
  logSourceAddress: {
    schema: z._default(yesOrNo(), false),
    says: "Whether the webhook's access log has the address that each request came from, which is personal data of whoever sends it.",
    byContext: true,
  },
  auditDays: {
    schema: z._default(whole(0, 3653, 'days (0: no record is made)'), 0),
    says: 'Days that CloudTrail keeps a record of who else than its own functions read or wrote the tables and the lake ([security.md](security.md#for-a-sign-off)); 0 makes none.',
    byContext: true,
  },
  alarmTarget: {
    schema: z.optional(
      text(
        /^(arn:aws[\w-]*:sns:[a-z0-9-]+:\d{12}:[\w-]+|[^@\s]+@[^@\s]+\.[^@\s]+)$/,
        'an e-mail address, or the ARN of an SNS topic',
      ),
    ),
    says: 'Who hears of an alarm: gets an e-mail, or is a topic that exists already; nobody without it.',
    byContext: true,
  },
  ownKey: {
    schema: z._default(yesOrNo(), false),
    says: 'Encrypts everything with a key of its own, whose use you can refuse; else with keys that AWS keeps.',
    byContext: true,
  },
  tracing: {
    schema: z._default(yesOrNo(), true),
    says: 'Traces of requests and calls in X-Ray.',
    byContext: true,
  },
  tags: {
    schema: z._default(z.record(z.string(), z.string({ error: 'text' }), { error: 'tags by name' }), {}),
    says: 'Put on every resource, beside `Application` and `Stage`.',
  },
  events: {
    schema: z._default(choice(['off', 'default', 'own']), 'off'),
    says: 'Whether news of captures go to EventBridge, on its default bus or one of its own ([events.md](events.md)).',
    byContext: true,
  },
  lake: {
    schema: z._default(yesOrNo(), false),
    says: 'Whether all rows are kept as Parquet in a bucket too, with tables for Athena ([lake.md](lake.md)).',
    byContext: true,
  },
  removal: {
    schema: choice(['retain', 'destroy']),
    says: 'What becomes of tables, secrets and logs when the stack is deleted.',
    byContext: true,
  },
} as const satisfies Readonly<Record<string, Setting>>;

/** The settings that functions are told of: those that ask Zoom and fill the tables, and the one that Zoom calls. */
export const functionSettings = {
  capture: [
    'zoomApiUrl',
    'zoomOauthUrl',
    'timeScale',
    'retentionDays',
    'privacy',
    'unknownFields',
    'confidential',
    'qosSamples',
  ],
  webhook: ['timeScale', 'signatureMaxAgeSeconds', 'signatureMaxAheadSeconds'],
} as const satisfies Readonly<Record<string, readonly (keyof typeof settings)[]>>;

export const stageSchema = z.strictObject(schemasOf(settings), { error: madeOf(settings) });
