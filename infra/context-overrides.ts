import type { StageInput } from './config.ts';

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

/** The settings that the context of a synthesis has for its stage. Numbers, `true` and `false` come as text from there. */
export function contextOverrides(contextValue: (name: string) => unknown): Partial<Record<keyof StageInput, unknown>> {
  const given = overridable.map((name) => [name, contextValue(name)] as const);
  return Object.fromEntries(
    given.filter(([, value]) => value !== undefined).map(([name, value]) => [name, read(value)]),
  );
}

const read = (value: unknown): unknown =>
  typeof value === 'string' && /^(true|false|-?\d+(\.\d+)?)$/.test(value) ? JSON.parse(value) : value;
