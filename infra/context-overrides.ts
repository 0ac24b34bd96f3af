import { StageConfigError, type StageInput } from './config.ts';

/** The settings that fit into a word of a command line: `cdk deploy -c stage=prod -c retentionDays=365`. */
export const overridable = [
  'retentionDays',
  'logRetentionDays',
  'timeScale',
  'zoomApiUrl',
  'zoomOauthUrl',
  'sweepTickMinutes',
  'signatureMaxAgeSeconds',
  'signatureMaxAheadSeconds',
  'webhookReservedConcurrency',
  'alarmTarget',
  'ownKey',
  'tracing',
  'removal',
] as const satisfies readonly (keyof StageInput)[];

/** A word of one's own: the CDK's flags, and what it looks up, have signs in their names. */
const isSetting = (name: string): boolean => /^[a-zA-Z]+$/.test(name) && name !== 'stage';

/**
 * The settings that the context of a synthesis has for its stage. Numbers, `true` and `false` come as text from there.
 * @throws {StageConfigError} for a word that is no setting of these: misspelt, it would be passed over without one.
 */
export function contextOverrides(
  context: Readonly<Record<string, unknown>>,
): Partial<Record<keyof StageInput, unknown>> {
  const given = Object.entries(context).filter(([name]) => isSetting(name));
  const unknown = given.find(([name]) => !overridable.some((known) => known === name));
  if (unknown) {
    throw new StageConfigError(
      `-c ${unknown[0]} is no setting that a context can give. These can be: stage, ${overridable.join(', ')}. ` +
        'All others stand in infra/stages.ts.',
    );
  }
  return Object.fromEntries(given.map(([name, value]) => [name, read(value)]));
}

const read = (value: unknown): unknown =>
  typeof value === 'string' && /^(true|false|-?\d+(\.\d+)?)$/.test(value) ? JSON.parse(value) : value;
