/**
 * The work's own result if it comes within `ms` milliseconds; else the error that `late` makes. The work is not stopped: what it
 * does afterwards must do no harm.
 */
export async function waitAtMost<Result>(ms: number, work: Promise<Result>, late: () => Error): Promise<Result> {
  const { promise: timeIsUp, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(late()), ms);
  try {
    return await Promise.race([work, timeIsUp]);
  } finally {
    clearTimeout(timer);
  }
}
