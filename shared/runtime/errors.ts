/** Whether trying the same again helps. */
export type Retry =
  /** What was in the way passes by itself, within minutes. */
  | 'soon'
  /** It passes by itself, but may take hours. */
  | 'later'
  /** The same comes again until a person changes something: a setting, a scope, what was asked for. */
  | 'no';

/**
 * The base of every error that is no bug. Its message is a sentence for a person, without secrets or people in it.
 * A plain `Error` of ours says that a rule of the code itself is broken.
 */
export abstract class ProductError extends Error {
  abstract override readonly name: string;
  abstract readonly retry: Retry;
}

/** A setting, or something that this was started with, is wrong. The message says which and what it must be. */
export class ConfigurationError extends ProductError {
  override readonly name = 'ConfigurationError';
  override readonly retry = 'no';
}

/** There was no room for this, or another worker has what it needs. */
export class BusyError extends ProductError {
  override readonly name = 'BusyError';
  override readonly retry = 'soon';
}

/** Whatever was thrown, as an error to log or to tell of. */
export const errorFrom = (thrown: unknown): Error =>
  thrown instanceof Error ? thrown : new Error(`Thrown: ${typeof thrown}`);
