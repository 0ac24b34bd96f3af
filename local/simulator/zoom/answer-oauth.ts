import { replyInstead, spoil } from '../faults/fault-reply.ts';
import type { Reply } from '../http/reply.ts';
import type { Answer } from './api-request.ts';
import type { World } from './world.ts';

/** Answers `POST /oauth/token`; its parameters may stand in the form or in the query. */
export function answerOAuth(
  world: World,
  request: {
    readonly method: string;
    readonly query: URLSearchParams;
    readonly form: URLSearchParams;
    readonly authorization: string | undefined;
  },
): Answer {
  const fault = world.faults.take({ endpoint: 'oauth' });
  const seen = { endpoint: 'oauth', ...(fault && { fault: fault.kind }) };
  const instead = fault && replyInstead(fault, { endpoint: undefined, id: '', nowMs: world.now() });
  if (instead !== undefined) return { reply: instead, seen };
  if (request.method !== 'POST') return { reply: methodNotAllowed, seen };
  const form = new URLSearchParams([...request.form, ...request.query]);
  const usual = world.accessTokens.grant({ authorization: request.authorization, form });
  return { reply: fault === undefined ? usual : spoil(usual, fault), seen };
}

const methodNotAllowed: Reply = {
  status: 405,
  body: JSON.stringify({ reason: 'Method Not Allowed', error: 'invalid_request' }),
};
