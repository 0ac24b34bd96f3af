/**
 * Why an operation was not done, in a sentence that says what to do. Trying the same again does not help, unless it says so.
 * What AWS throws comes through as it is.
 */
export class OperationError extends Error {
  override readonly name: string = 'OperationError';
}
