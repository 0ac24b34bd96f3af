import { ConfigurationError } from '../runtime/errors.ts';

/**
 * The named environment variables, all of them present and not blank.
 * @throws ConfigurationError naming every missing one at once.
 */
export function readEnvironment<const Name extends string>(
  names: readonly Name[],
  env: NodeJS.ProcessEnv = process.env,
): Readonly<Record<Name, string>> {
  const missing = names.filter((name) => !env[name]?.trim());
  if (missing.length > 0) {
    throw new ConfigurationError(
      `Missing environment variables: ${missing.join(', ')}. The stack sets them; outside of it, set each before the start, ` +
        `such as ${missing[0]}=… .`,
    );
  }
  return Object.fromEntries(names.map((name) => [name, env[name]])) as Record<Name, string>;
}

export type NumberLimits = { readonly min?: number; readonly max?: number; readonly integer?: boolean };

/**
 * A number out of what {@link readEnvironment} read, within limits (both ends allowed).
 * @throws ConfigurationError naming the variable, its text and what it must be.
 */
export function numberFrom<Name extends string>(
  environment: Readonly<Record<Name, string>>,
  name: Name,
  { min = -Infinity, max = Infinity, integer = false }: NumberLimits = {},
): number {
  const text = environment[name].trim();
  const value = text === '' ? Number.NaN : Number(text);
  if (Number.isFinite(value) && value >= min && value <= max && (!integer || Number.isInteger(value))) return value;
  const range = [min > -Infinity ? `from ${min}` : '', max < Infinity ? `to ${max}` : ''].filter(Boolean).join(' ');
  const wanted = [integer ? 'a whole number' : 'a number', range].filter(Boolean).join(' ');
  throw new ConfigurationError(`The environment variable ${name} is "${text}"; it must be ${wanted}.`);
}

/**
 * One of some words, in any case, out of what {@link readEnvironment} read.
 * @throws ConfigurationError naming the variable, its text and what it must be.
 */
export function choiceFrom<Name extends string, const Choice extends string>(
  environment: Readonly<Record<Name, string>>,
  name: Name,
  choices: readonly Choice[],
): Choice {
  const text = environment[name].trim();
  const chosen = choices.find((choice) => choice === text.toLowerCase());
  if (chosen !== undefined) return chosen;
  throw new ConfigurationError(
    `The environment variable ${name} is "${text}"; it must be one of ${choices.join(', ')}.`,
  );
}

/**
 * Some words, parted by commas, each once, out of what {@link readEnvironment} read.
 * @throws ConfigurationError naming the variable, its text and what it must be.
 */
export function choicesFrom<Name extends string, const Choice extends string>(
  environment: Readonly<Record<Name, string>>,
  name: Name,
  choices: readonly Choice[],
): readonly Choice[] {
  const words = environment[name].split(',').map((word) => word.trim().toLowerCase());
  const chosen = choices.filter((choice) => words.includes(choice));
  if (chosen.length > 0 && chosen.length === words.length) return chosen;
  throw new ConfigurationError(
    `The environment variable ${name} is "${environment[name].trim()}"; it must be some of ${choices.join(', ')}, parted by commas, each once.`,
  );
}
