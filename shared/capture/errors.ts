/** Another worker has taken the capture over: stop, and leave everything to it. */
export class LeaseLostError extends Error {
  override readonly name = 'LeaseLostError';
}

/** The sweep found other rows than the look counted: read the look again from page 1. */
export class RowsDifferError extends Error {
  override readonly name = 'RowsDifferError';
}
