import type { CallHealth, RateBudget, Urgency } from './call-budget.ts';
import { ZoomError, ZoomRateLimitError, ZoomStoppedError, ZoomTransientError, ZoomUnexpectedError } from './errors.ts';

/** A call as it was made. `about` names the meeting or the list, `askedAt` is in epoch ms. */
export type MadeCall = { readonly about: string; readonly askedAt: number; readonly urgency: Urgency | undefined };

type Told = { readonly budget: RateBudget; readonly health: CallHealth };

/**
 * Tells the other workers what a failed call says of all calls. What Zoom said counts for this call, also where the others cannot
 * be told: they hear it from Zoom then.
 * @returns what the call's own caller is to know
 */
export const judgeCall = (error: unknown, made: MadeCall, told: Told): Promise<unknown> =>
  judge(error, made, told).catch(() => error);

async function judge(error: unknown, made: MadeCall, { budget, health }: Told): Promise<unknown> {
  if (!(error instanceof ZoomError)) return error;
  if (error instanceof ZoomTransientError || error instanceof ZoomUnexpectedError) {
    const retryAt = await health.failed(made.about, made.urgency);
    // A code of Zoom's own may be about this meeting alone, whatever the others get.
    const isItsOwn = error instanceof ZoomUnexpectedError && error.answer.code !== undefined;
    return retryAt === undefined || isItsOwn ? error : stopped(error, retryAt);
  }
  if (error instanceof ZoomRateLimitError) await budget.heed(error);
  if (error instanceof ZoomRateLimitError && error.scope === 'day') {
    // Nobody is held any more, or this may be the next probe: soon then, and not when the limit would have ended.
    const retryAt = (await health.heldUntil(made.urgency)) ?? made.askedAt;
    return new ZoomRateLimitError(error.message, error.answer, { scope: 'day', retryAt });
  }
  await health.answered(made.askedAt);
  return error;
}

const stopped = ({ message }: ZoomError, retryAt: number) =>
  new ZoomStoppedError(`Zoom does not answer, whatever is asked: ${message}`, {}, { scope: 'day', retryAt });
