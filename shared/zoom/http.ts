import { answerHead } from './answers/answer-story.ts';
import type { RawAnswer } from './answers/raw-answer.ts';
import { type Answer, ZoomTimeoutError, ZoomTransientError } from './errors.ts';

export type HttpDeps = {
  readonly fetch: typeof fetch;
  /** A call that takes longer, its body included, has failed. QoS pages of long meetings run to megabytes. */
  readonly timeoutMs: number;
};

/**
 * One call, its body read whole as UTF-8. Redirects are not followed: they may strip the authorization, or lead elsewhere.
 * @throws ZoomTransientError on a reset, a time-out or a body that breaks off. It has no cause, which might quote a header.
 */
export async function call(url: string, init: RequestInit, { fetch, timeoutMs }: HttpDeps): Promise<RawAnswer> {
  let answer: Answer = {};
  try {
    const response = await fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) });
    answer = answerHead(response);
    return { status: response.status, headers: response.headers, body: await response.text() };
  } catch (error) {
    if (error instanceof Error && error.name === 'TimeoutError') {
      throw new ZoomTimeoutError(`A call to Zoom took over ${timeoutMs} ms.`, answer);
    }
    throw new ZoomTransientError(`A call to Zoom broke off (${systemCodeOf(error) ?? 'no reason given'}).`, answer);
  }
}

/** Such as ECONNRESET; `fetch` hides it in the cause of its error. */
function systemCodeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[A-Z_]+$/.test(code) ? code : systemCodeOf(error.cause);
}
