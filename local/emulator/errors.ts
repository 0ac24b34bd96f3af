import { ProductError } from '../../shared/runtime/errors.ts';
/** The template says something that this machine cannot run as AWS would. Names the resource and what about it. */
export class TemplateError extends ProductError {
  override readonly name = 'TemplateError';
  override readonly retry = 'no';
}

/** Another process has the data open, which one process at a time may. Says what to do about it. */
export class DataDirInUseError extends ProductError {
  override readonly name = 'DataDirInUseError';
  override readonly retry = 'no';

  constructor(directory: string, options?: ErrorOptions) {
    super(
      `Another process is using the data in ${directory}: wait until it ends or stop it, or choose another data folder`,
      options,
    );
  }
}

/** The table in the data has another key than its definition: its items cannot be kept under the new one. */
export class TableKeyChangedError extends ProductError {
  override readonly name = 'TableKeyChangedError';
  override readonly retry = 'no';

  constructor(tableName: string) {
    super(`Table ${tableName} in the data folder has another key than the template says: choose another data folder`);
  }
}

/** A function that was invoked by hand failed. */
export class FunctionFailedError extends ProductError {
  override readonly name = 'FunctionFailedError';
  override readonly retry = 'no';
  /** Why, as in a failed outcome of an invocation. */
  readonly reason: string;
  readonly errorType: string;

  constructor(functionId: string, failed: FailedInvocation) {
    const { errorType, errorMessage } = failed.error;
    super(`${functionId} ${failed.reason}: ${errorType}: ${errorMessage}`);
    this.reason = failed.reason;
    this.errorType = errorType;
  }
}

type FailedInvocation = {
  readonly reason: string;
  readonly error: { readonly errorType: string; readonly errorMessage: string };
};
