/** What an operator can do something about: one sentence that says what to do next. Exit code 1. */
export class CliError extends Error {
  override readonly name: string = 'CliError';
}

/** The command was given something it does not take. Exit code 2. */
export class UsageError extends CliError {
  override readonly name = 'UsageError';
}
