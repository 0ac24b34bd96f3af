import * as z from 'zod/mini';
import { plans } from '../shared/domain/plan.ts';

/** The periods that CloudWatch Logs knows. */
const logRetentionDays = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 3653];
const removals = ['retain', 'destroy'] as const;

// Each setting says what it must be, as the end of the sentence "… is …; it must be …".
const choice = <const Values extends readonly string[]>(values: Values) =>
  z.enum(values, { error: `one of ${values.join(', ')}` });
const text = (pattern: RegExp, error: string) => z.string({ error }).check(z.regex(pattern, { error }));
const name = () => text(/^(?=.{1,30}$)[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*$/, 'a lower-case name such as main or main-eu');
const url = () => text(/^https?:\/\/[^/\s]\S*[^/\s]$/, 'an http or https URL with no slash at its end');
const whole = (from: number, to: number, ofWhat: string) => {
  const error = `a whole number of ${ofWhat} from ${from} to ${to}`;
  return z.int({ error }).check(z.gte(from, { error }), z.lte(to, { error }));
};
const scale = 'a number above 0, at most 1000';
const batches = (atOnce: number) => z._default(whole(2, 1000, 'batches at once'), atOnce);

const account = z.strictObject(
  {
    /** Ours, not Zoom's; it names the secret, so another name makes a new, empty one. */
    name: name(),
    /** Sets the rate budget: Zoom's limits go by plan. */
    plan: choice(plans),
  },
  { error: 'an account: { name, plan } and nothing else' },
);

const settings = {
  /** Part of the stack's name and of no other, so that stages fit beside one another. */
  stage: name(),
  accounts: z
    .array(account, { error: 'a list of Zoom accounts' })
    .check(z.minLength(1, { error: 'a list of at least one Zoom account' })),
  /** Until a captured meeting is deleted; 0 keeps it for ever. */
  retentionDays: z._default(whole(0, 36_500, 'days (0: for ever)'), 0),
  logRetentionDays: z._default(
    z.literal(logRetentionDays, { error: `a number of days that CloudWatch knows: ${logRetentionDays.join(', ')}` }),
    90,
  ),
  /** Multiplies every planned wait of a capture; 1 outside of rehearsals. */
  timeScale: z._default(
    z.number({ error: scale }).check(z.positive({ error: scale }), z.lte(1000, { error: scale })),
    1,
  ),
  zoomApiUrl: z._default(url(), 'https://api.zoom.us/v2'),
  zoomOauthUrl: z._default(url(), 'https://zoom.us/oauth/token'),
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
  /** Keeps as many executions for the webhook alone, whatever else runs in the AWS account; none when absent. */
  webhookReservedConcurrency: z.optional(whole(1, 1000, 'executions')),
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
