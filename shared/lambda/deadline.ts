import { ProductError } from '../runtime/errors.ts';
/** The invocation's time was up before the work was done. The message is received again. */
export class OutOfTimeError extends ProductError {
  override readonly name = 'OutOfTimeError';
  override readonly retry = 'soon';
}

/**
 * The work's own result if it comes within `ms` milliseconds. It is not stopped: whoever works keeps a lease.
 * @throws OutOfTimeError
 */
export async function withinTime<Result>(work: Promise<Result>, ms: number): Promise<Result> {
  const { promise: timeIsUp, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new OutOfTimeError('Not done when the time of the invocation was up.')), ms);
  try {
    return await Promise.race([work, timeIsUp]);
  } finally {
    clearTimeout(timer);
  }
}
