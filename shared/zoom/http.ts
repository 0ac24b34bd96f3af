import { type Answer, ZoomTimeoutError, ZoomTroubleError } from './errors.ts';
import type { RawAnswer } from './read-answer.ts';

export type HttpDeps = {
  readonly fetch: typeof fetch;
  /** A call that takes longer has failed. QoS pages of long meetings run to megabytes. */
  readonly timeoutMs: number;
};

/**
 * One call, its body read whole as UTF-8. Redirects are not followed: they may strip the authorization, or lead elsewhere.
 * @throws ZoomTroubleError on a reset, a time-out or a body that breaks off.
 */
export async function call(url: string, init: RequestInit, { fetch, timeoutMs }: HttpDeps): Promise<RawAnswer> {
  let answer: Answer = {};
  try {
    const response = await fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) });
    answer = { status: response.status };
    return { status: response.status, headers: response.headers, body: await response.text() };
  } catch (cause) {
    if (cause instanceof Error && cause.name === 'TimeoutError') {
      throw new ZoomTimeoutError(`A call to Zoom took over ${timeoutMs} ms.`, answer, { cause });
    }
    throw new ZoomTroubleError('A call to Zoom broke off.', answer, { cause });
  }
}
