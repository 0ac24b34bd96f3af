/** Another worker has started on the capture, or may have by now: stop, and leave everything to it. */
export class LeaseLostError extends Error {
  override readonly name = 'LeaseLostError';
}
