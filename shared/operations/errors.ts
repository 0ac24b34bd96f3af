import { ProductError, type Retry } from '../runtime/errors.ts';

/** Why an operation was not done, in a sentence that says what to do. What AWS throws comes through as it is. */
export class OperationError extends ProductError {
  override readonly name: string = 'OperationError';
  override readonly retry: Retry = 'no';
}

/** A part was done. Run again, it goes on. */
export class UnfinishedError extends OperationError {
  override readonly name = 'UnfinishedError';
  override readonly retry = 'soon';
}

/** The folder that files were to be written into holds something else. */
export class ForeignFolderError extends OperationError {
  override readonly name = 'ForeignFolderError';
  /** What it holds, without what to do. */
  readonly reason: string;

  constructor(reason: string) {
    super(`${reason}: choose another folder.`);
    this.reason = reason;
  }
}

/** The stage has no Zoom account of the name, or id, that was asked for. Nothing was done. */
export class NoSuchAccountError extends OperationError {
  override readonly name = 'NoSuchAccountError';

  constructor(asked: string, known: readonly string[]) {
    super(`There is no such Zoom account here as ${asked}: it can be ${known.join(', ')}.`);
    this.asked = asked;
    this.known = known;
  }

  readonly asked: string;
  /** The stage's names of those that it has. */
  readonly known: readonly string[];
}
