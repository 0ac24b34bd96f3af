import { ProductError } from '../runtime/errors.ts';
/** Another worker has started on the capture, or may have by now: stop, and leave everything to it. */
export class LeaseLostError extends ProductError {
  override readonly name = 'LeaseLostError';
  override readonly retry = 'soon';
}
