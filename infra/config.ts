import * as z from 'zod/mini';
import { datasets } from '../shared/domain/dataset.ts';
import { plans } from '../shared/domain/plan.ts';
import { privacySettings } from '../shared/domain/privacy/privacy-settings.ts';
import { choice, name, scale, some, text, url, whole, yesOrNo } from './setting-kinds.ts';

/** The periods that CloudWatch Logs knows. */
const logRetentionDays = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 3653];
const removals = ['retain', 'destroy'] as const;

const batches = (atOnce: number) => z._default(whole(2, 1000, 'batches at once'), atOnce);

const account = z.strictObject(
  {
    /** Ours, not Zoom's; it names the secret, so another name makes a new, empty one. */
    name: name(),
    /** Sets the rate budget: Zoom's limits go by plan. */
    plan: choice(plans),
    /** What is captured of its meetings: the dashboard's datasets take a Business plan. */
    datasets: z._default(some(datasets), [...datasets]),
    /** For an account with meetings every day: an alarm when none has ended for so long. No alarm when absent. */
    quietHours: z.optional(whole(1, 7 * 24, 'hours')),
  },
  { error: 'made of name, plan, datasets, quietHours alone' },
);

const settings = {
  /** Part of the stack's name and of no other, so that stages fit beside one another. */
  stage: name(),
  accounts: z.array(account, { error: 'a list of Zoom accounts' }).check(
    z.minLength(1, { error: 'a list of at least one Zoom account' }),
    // What a function's environment has room for: 4 KB.
    z.maxLength(10, { error: 'a list of at most 10 Zoom accounts: another stage takes more' }),
  ),
  /** Until a captured meeting is deleted; 0 keeps it for ever. */
  retentionDays: z._default(whole(0, 36_500, 'days (0: for ever)'), 0),
  /** Personal fields that are not stored, or as pseudonyms; all are stored as Zoom sent them when absent. */
  privacy: z._default(privacySettings, {}),
  logRetentionDays: z._default(
    z.literal(logRetentionDays, { error: `a number of days that CloudWatch knows: ${logRetentionDays.join(', ')}` }),
    90,
  ),
  /** Multiplies every planned wait of a capture; 1 outside of rehearsals. */
  timeScale: z._default(scale(1000), 1),
  zoomApiUrl: z._default(url(), 'https://api.zoom.us/v2'),
  zoomOauthUrl: z._default(url(), 'https://zoom.us/oauth/token'),
  /** From one tick of the sweep to the next; what is stuck waits no longer. Each account is swept once an hour all the same. */
  sweepTickMinutes: z._default(whole(2, 60, 'minutes'), 5),
  /** How old an event may be. Zoom's last retry comes about 85 minutes late. */
  signatureMaxAgeSeconds: z._default(whole(60, 86_400, 'seconds'), 95 * 60),
  /** How far a sender's clock may be ahead of ours. */
  signatureMaxAheadSeconds: z._default(whole(0, 3600, 'seconds'), 5 * 60),
  /** Batches of up to 10 captures worked at once, by dataset. QoS makes nine tenths of the calls. */
  concurrency: z._default(
    z.strictObject(
      { participants: batches(5), qos: batches(10), report: batches(5) },
      { error: 'made of participants, qos, report alone' },
    ),
    { participants: 5, qos: 10, report: 5 },
  ),
  /**
   * Keeps as many executions for the webhook alone, whatever else runs in the AWS account; none when absent. It is also
   * the most that it gets, so a handful would starve what it is to protect.
   */
  webhookReservedConcurrency: z.optional(whole(10, 1000, 'executions')),
  /** Who hears of an alarm: gets an e-mail, or is a topic that exists already. Nobody when absent. */
  alarmTarget: z.optional(
    text(
      /^(arn:aws[\w-]*:sns:[a-z0-9-]+:\d{12}:[\w-]+|[^@\s]+@[^@\s]+\.[^@\s]+)$/,
      'an e-mail address, or the ARN of an SNS topic',
    ),
  ),
  /** Encrypts everything with a key of its own, whose use you can refuse; else with keys that AWS keeps. */
  ownKey: z._default(yesOrNo(), false),
  /** Traces of requests and calls in X-Ray. */
  tracing: z._default(yesOrNo(), true),
  /** Put on every resource, beside `Application` and `Stage`. */
  tags: z._default(z.record(z.string(), z.string({ error: 'text' }), { error: 'tags by name' }), {}),
  /** What becomes of tables, secrets and logs when the stack is deleted. */
  removal: choice(removals),
};
const stageSchema = z.strictObject(settings, { error: `made of ${Object.keys(settings).join(', ')} alone` });

/** What a stage is built from, every default filled in. */
export type StageConfig = Readonly<z.output<typeof stageSchema>>;
/** What a stage has to say; the rest has defaults. */
export type StageInput = z.input<typeof stageSchema>;
export type ZoomAccountConfig = StageConfig['accounts'][number];

/** A setting that no stack can be built from. The message names the setting, its value and what is allowed. */
export class StageConfigError extends Error {
  override readonly name = 'StageConfigError';
}

/**
 * Checks a stage's settings and fills in the defaults.
 * @throws StageConfigError naming every wrong setting, its value, and what is allowed.
 */
export function defineStage(input: StageInput): StageConfig {
  const parsed = stageSchema.safeParse(input);
  const faults = parsed.success ? repeatedNames(parsed.data) : parsed.error.issues.map((issue) => fault(input, issue));
  if (!parsed.success || faults.length > 0) {
    const stage = JSON.stringify(valueAt(input, 'stage'));
    throw new StageConfigError(faults.map((sentence) => `Stage ${stage}: ${sentence}.`).join('\n'));
  }
  return parsed.data;
}

function repeatedNames({ accounts }: StageConfig): string[] {
  const repeated = accounts.map((a) => a.name).filter((one, index, all) => all.indexOf(one) !== index);
  return repeated.map((one) => `accounts has the name "${one}" twice; it must be another for each`);
}

function fault(input: unknown, issue: z.core.$ZodIssue): string {
  const path = issue.path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  const setting = path.replace(/^\./, '') || 'it';
  if (issue.code === 'unrecognized_keys') {
    return `${setting} has "${issue.keys.join('", "')}", which nothing reads; it must be ${issue.message}`;
  }
  const value = issue.path.reduce<unknown>(valueAt, input);
  const shown = typeof value === 'number' ? String(value) : JSON.stringify(value);
  return `${setting} is ${shown ?? 'missing'}; it must be ${issue.message}`;
}

function valueAt(from: unknown, key: PropertyKey): unknown {
  return typeof from === 'object' && from !== null ? Reflect.get(from, key) : undefined;
}
