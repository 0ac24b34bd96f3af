import type * as z from 'zod/mini';
import { areOfOneCloud, cloudAddresses } from '../../shared/domain/account/zoom-cloud.ts';
import { ConfigurationError } from '../../shared/runtime/errors.ts';
import { functionSettings, settings, stageSchema } from './settings.ts';

/** What a stage is built from, every default filled in. */
export type StageConfig = Readonly<Checked & { zoomApiUrl: string; zoomOauthUrl: string }>;
type Checked = z.output<typeof stageSchema>;
/** What a stage has to say; the rest has defaults. */
export type StageInput = z.input<typeof stageSchema>;
export type ZoomAccountConfig = StageConfig['accounts'][number];

/**
 * Checks a stage's settings and fills in the defaults.
 * @throws ConfigurationError naming every wrong setting, its value, and what is allowed.
 */
export function defineStage(input: StageInput): StageConfig {
  const parsed = stageSchema.safeParse(input);
  const faults = parsed.success
    ? [
        ...repeatedNames(parsed.data),
        ...kindsOfNothing(parsed.data),
        ...crossedClouds(parsed.data),
        ...silentRetention(input, parsed.data),
      ]
    : parsed.error.issues.flatMap(inParts).map((issue) => fault(input, issue));
  if (!parsed.success || faults.length > 0) {
    const stage = JSON.stringify(valueAt(input, 'stage'));
    throw new ConfigurationError(faults.map((sentence) => `Stage ${stage}: ${sentence}.`).join('\n'));
  }
  const { zoomApiUrl, zoomOauthUrl } = addressesOf(parsed.data);
  return { ...parsed.data, zoomApiUrl, zoomOauthUrl };
}

/** The addresses that are set, and the cloud's in the place of those that are not. */
function addressesOf({ cloud, zoomApiUrl, zoomOauthUrl }: Checked) {
  const { apiUrl, oauthUrl } = cloudAddresses[cloud];
  return { zoomApiUrl: zoomApiUrl ?? apiUrl, zoomOauthUrl: zoomOauthUrl ?? oauthUrl };
}

/** Credentials of one cloud must not reach the other. */
function crossedClouds(config: Checked): string[] {
  const { cloud } = config;
  return Object.entries(addressesOf(config)).flatMap(([setting, url]) =>
    areOfOneCloud({ apiUrl: url, oauthUrl: url }, cloud)
      ? []
      : [`${setting} is "${url}", which is not of the cloud "${cloud}"; it must be one of its own, or of this machine`],
  );
}

function repeatedNames({ accounts }: Checked): string[] {
  const repeated = accounts.map((a) => a.name).filter((one, index, all) => all.indexOf(one) !== index);
  return repeated.map((one) => `accounts has the name "${one}" twice; it must be another for each`);
}

/** Who keeps data beyond the stack says for how long: for ever is nobody's default. */
function silentRetention({ retentionDays }: StageInput, { removal }: Checked): string[] {
  if (removal !== 'retain' || retentionDays !== undefined) return [];
  return [
    'retentionDays is missing, and removal is "retain"; it must be a whole number of days from 0 to 36500 (0: for ever)',
  ];
}

/** Who leaves out a kind of a dataset that is not captured at all has perhaps forgotten to name it. */
function kindsOfNothing({ accounts }: Checked): string[] {
  return accounts.flatMap(({ datasets, kinds = {} }, index) => {
    const named = Array.isArray(kinds) ? [] : Object.keys(kinds);
    const unknown = named.filter((name) => !datasets.some((dataset) => dataset === name));
    return unknown.map(
      (name) =>
        `accounts[${index}].kinds names ${name}, which is not captured; it must be one of ${datasets.join(', ')}`,
    );
  });
}

/** Of rules of privacy that are wrong in some place: what is wrong there, since a union says no more than that it fits nothing. */
function inParts(issue: z.core.$ZodIssue): readonly z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union' || issue.path[0] !== 'privacy') return [issue];
  const ofRules = issue.errors.at(-1) ?? [];
  return ofRules.map((part) => ({ ...part, path: [...issue.path, ...part.path] }));
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

/** The settings that fit into a word of a command line: `cdk deploy -c stage=prod -c retentionDays=365`. */
export const overridable: readonly string[] = Object.entries(settings)
  .filter(([, setting]) => 'byContext' in setting)
  .map(([name]) => name);

/** A word of one's own: the CDK's flags, and what it looks up, have signs in their names. */
const isSetting = (name: string): boolean => /^[a-zA-Z]+$/.test(name) && name !== 'stage';

/**
 * The settings that the context of a synthesis has for its stage. Numbers, `true` and `false` come as text from there.
 * @throws {ConfigurationError} for a word that is no setting of these: misspelt, it would be passed over without one.
 */
export function contextOverrides(
  context: Readonly<Record<string, unknown>>,
): Partial<Record<keyof StageInput, unknown>> {
  const given = Object.entries(context).filter(([name]) => isSetting(name));
  const unknown = given.find(([name]) => !overridable.includes(name));
  if (unknown) {
    throw new ConfigurationError(
      `-c ${unknown[0]} is no setting that a context can give. These can be: stage, ${overridable.join(', ')}. ` +
        'All others stand in infra/stages.ts.',
    );
  }
  return Object.fromEntries(given.map(([name, value]) => [name, read(value)]));
}

const read = (value: unknown): unknown =>
  typeof value === 'string' && /^(true|false|-?\d+(\.\d+)?)$/.test(value) ? JSON.parse(value) : value;

/** What functions of a kind are told of their stage, as variables of their environment: text, or JSON where it is no word. */
export function settingVariables(
  config: StageConfig,
  functions: keyof typeof functionSettings,
): Record<string, string> {
  const variables = functionSettings[functions].map((name) => {
    const value = config[name];
    return [settings[name].variable, typeof value === 'string' ? value : JSON.stringify(value)] as const;
  });
  return Object.fromEntries(variables);
}
