import { replyInstead, spoil } from '../faults/fault-reply.ts';
import type { Endpoint } from '../zoom/endpoint.ts';
import { findEndpoint, masterScopeOf } from '../zoom/endpoints.ts';
import { rateHeaders, rateReply } from '../zoom/rate-limit.ts';
import type { Reply } from '../zoom/reply.ts';
import * as reply from '../zoom/reply.ts';
import { readListCall } from './account-lists.ts';
import type { AnsweredCall, ApiRequest, DecodedCall, EndpointCall } from './call.ts';
import { readDetailCall } from './meeting-detail.ts';
import { readRowsCall } from './rows-answer.ts';
import type { SimulatorState } from './simulator-state.ts';

/** Answers one call under `/v2`: route, bearer, rate limit, faults, account, meeting, page, in this order. */
export function answerApi(state: SimulatorState, request: ApiRequest): AnsweredCall {
  const found = request.method === 'GET' ? findEndpoint(request.rawPath) : undefined;
  if (found === undefined) return { reply: reply.pathNotRecognised(), seen: { endpoint: 'unknown' } };
  const { endpoint, rawId, subAccount } = found;
  const route = routeOf(endpoint);
  const bearer = /^Bearer (\S+)$/i.exec(request.authorization ?? '')?.[1];
  const holder = state.accessTokens.accountOf(bearer);
  if ('refused' in holder) return { reply: reply.accessTokenRefused(holder.refused), seen: route };

  const { accountId: holderId, subAccounts = [] } = holder.account;
  const accountId = subAccount ?? holderId;
  const call = readCall(state, endpoint, { accountId, rawId, query: request.query });
  const seen = { ...route, accountId, ...call.seen };

  // Zoom does not say whose limits count; the harsher reading is that all of a master's calls count together.
  const rate = state.limiter.take(holderId, endpoint.label, request.atMs);
  if (rate.outcome !== 'allowed') return { reply: rateReply(rate.outcome, rateHeaders(rate)), seen };

  if (subAccount !== undefined && !subAccounts.includes(subAccount)) {
    return { reply: reply.errorReply(404, 2001, `Account does not exist: ${subAccount}.`), seen };
  }

  const fault = state.faults.take({ ...route, ...call.subject });
  if (fault?.kind === 'access-token-revoked') state.accessTokens.revoke(bearer);
  const spoilt = fault === undefined ? seen : { ...seen, fault: fault.kind };
  const instead = fault && replyInstead(fault, { endpoint, id: call.id, nowMs: state.now() });
  if (instead) return { reply: instead, seen: spoilt };

  const usual = refuseAccount(state, endpoint, subAccount !== undefined) ?? call.answer(fault);
  const answer = { ...usual, headers: { ...rateHeaders(rate), ...usual.headers } };
  return { reply: fault ? spoil(answer, fault) : answer, seen: spoilt };
}

function routeOf(endpoint: Endpoint) {
  switch (endpoint.answers) {
    case 'rows':
      return { endpoint: endpoint.name, kind: endpoint.kind, dataset: endpoint.dataset };
    case 'detail':
      return { endpoint: endpoint.name, kind: endpoint.kind };
    case 'meetings':
      return { endpoint: endpoint.name };
  }
}

function readCall(state: SimulatorState, endpoint: Endpoint, call: EndpointCall): DecodedCall {
  switch (endpoint.answers) {
    case 'rows':
      return readRowsCall(state, endpoint, call);
    case 'detail':
      return readDetailCall(state, endpoint, call);
    case 'meetings':
      return readListCall(state, endpoint, call);
  }
}

/** Zoom's refusals that have to do with the account, before any meeting is looked for. */
function refuseAccount(
  state: SimulatorState,
  { scopes: [own, ...classic], area }: Endpoint,
  isSubAccount: boolean,
): Reply | undefined {
  const granular = isSubAccount ? masterScopeOf(own) : own;
  if (![granular, ...classic].some((scope) => state.scopes.includes(scope))) return reply.missingScope([granular]);
  if (area === 'planned' || area === 'past') return undefined;
  if (area === 'report') return state.reports ? undefined : reply.noPermission();
  return state.dashboard ? undefined : reply.dashboardOff();
}

/** Answers `POST /oauth/token`; its parameters may stand in the form or in the query. */
export function answerOAuth(
  state: SimulatorState,
  request: {
    readonly method: string;
    readonly query: URLSearchParams;
    readonly form: URLSearchParams;
    readonly authorization: string | undefined;
  },
): AnsweredCall {
  const fault = state.faults.take({ endpoint: 'oauth' });
  const seen = { endpoint: 'oauth', ...(fault && { fault: fault.kind }) };
  const instead = fault && replyInstead(fault, { endpoint: undefined, id: '', nowMs: state.now() });
  if (instead !== undefined) return { reply: instead, seen };
  if (request.method !== 'POST') return { reply: methodNotAllowed, seen };
  const form = new URLSearchParams([...request.form, ...request.query]);
  const usual = state.accessTokens.grant({ authorization: request.authorization, form });
  return { reply: fault === undefined ? usual : spoil(usual, fault), seen };
}

const methodNotAllowed: Reply = {
  status: 405,
  body: JSON.stringify({ reason: 'Method Not Allowed', error: 'invalid_request' }),
};
