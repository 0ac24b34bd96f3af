import type { Fault } from '../faults/fault.ts';
import { subjectOf } from '../faults/fault-desk.ts';
import { replyInstead, spoil } from '../faults/fault-reply.ts';
import type { Reply } from '../http/reply.ts';
import * as reply from '../http/reply.ts';
import type { SimulatedMeeting } from '../meeting.ts';
import type { Answer, ApiRequest } from './api-request.ts';
import { answerDetail } from './details/answer-detail.ts';
import { findDetailEndpoint } from './details/detail-endpoint.ts';
import type { Endpoint } from './endpoint.ts';
import { findEndpoint } from './endpoint.ts';
import { decodeMeetingId, findMeeting } from './find-meeting.ts';
import { isOneParticipant, type ListRequest, listing, pageReply } from './list-answer.ts';
import { answerList } from './lists/answer-list.ts';
import { findListEndpoint } from './lists/list-endpoint.ts';
import type { Page } from './page-tokens.ts';
import { type Parameters, readParameters } from './parameters.ts';
import { rateHeaders, rateReply } from './rate-reply.ts';
import type { World } from './world.ts';

type Asked = {
  readonly endpoint: Endpoint;
  readonly accountId: string;
  /** As the caller meant it, or as it came where it cannot be decoded. */
  readonly id: string;
  readonly meeting: SimulatedMeeting | undefined;
  readonly parameters: Parameters | undefined;
  /** Undefined when its token is refused. */
  readonly page: Page | 'first' | undefined;
  readonly fingerprint: string;
};

const dayMs = 86_400_000;

function readAsked(world: World, accountId: string, endpoint: Endpoint, rawId: string, query: URLSearchParams): Asked {
  const parameters = readParameters(endpoint, query);
  const id = decodeMeetingId(rawId);
  const wanted = { id: id ?? '', kind: endpoint.kind, live: parameters?.type === 'live', nowMs: world.now() };
  const meeting = id === undefined ? undefined : findMeeting(world.meetings.values(), wanted);
  const fingerprint = [endpoint.name, meeting?.uuid ?? rawId, parameters?.fingerprint].join('|');
  const token = parameters?.presentToken;
  const page = token === undefined ? 'first' : world.pageTokens.redeem(fingerprint, token);
  return { endpoint, accountId, id: id ?? rawId, meeting, parameters, page, fingerprint };
}

/** Zoom's refusals that have to do with the account, before any meeting is looked for. */
function refuseAccount(world: World, { endpoint }: Asked): Reply | undefined {
  if (!endpoint.scopes.some((scope) => world.scopes.includes(scope))) return reply.missingScope([endpoint.scopes[0]]);
  if (endpoint.dataset === 'report') return world.reports ? undefined : reply.noPermission();
  return world.dashboard ? undefined : reply.dashboardOff();
}

function list(world: World, asked: Asked, fault: Fault | undefined): Reply {
  const { endpoint, meeting, parameters, page, fingerprint, id } = asked;
  if (parameters === undefined) return reply.errorReply(400, 300, 'Validation Failed: type is invalid.');
  if (meeting === undefined) return reply.notFound(endpoint.kind, id);
  if ((meeting.accountId ?? world.accounts[0].accountId) !== asked.accountId) {
    return endpoint.dataset === 'report' ? reply.foreignUser() : reply.notFound(endpoint.kind, id);
  }
  const ageDays = (world.now() - Date.parse(meeting.endTime)) / dayMs;
  if (ageDays > (world.refuseOlderThanDays ?? Number.POSITIVE_INFINITY)) return reply.tooOld();
  if (page === undefined) return reply.pageTokenRefused();
  const hidden = endpoint.name === 'metrics-meeting-participants' && parameters.type === 'past';
  if (hidden && world.oneParticipantPast === 'not-found' && isOneParticipant(meeting)) {
    return reply.notFound(endpoint.kind, id);
  }
  const request = { ...parameters, endpoint, meeting, fingerprint };
  return pageReply(request, pageNow(world, request, page, fault), world.pageTokens, fault);
}

/** The page that was asked for: of the rows as they are now for a first page, else as its poll saw them first. */
function pageNow(world: World, request: ListRequest, page: Page | 'first', fault: Fault | undefined): Page {
  if (page !== 'first' && fault?.kind !== 'moving-rows') return page;
  const now = listing({ ...request, nowMs: world.now() }, fault);
  return page === 'first' ? { listing: now, number: 1, offset: 0 } : { ...page, listing: now };
}

/** Answers one call under `/v2`: route, bearer, rate limit, faults, account, meeting, page, in this order. */
export function answerApi(world: World, request: ApiRequest): Answer {
  const listEndpoint = request.method === 'GET' ? findListEndpoint(request.rawPath) : undefined;
  if (listEndpoint) return answerList(world, listEndpoint, request);
  const detail = request.method === 'GET' ? findDetailEndpoint(request.rawPath) : undefined;
  if (detail) return answerDetail(world, detail.endpoint, detail.rawId, request);
  const found = findEndpoint(request.rawPath);
  if (found === undefined || request.method !== 'GET') {
    return { reply: reply.pathNotRecognised(), seen: { endpoint: 'unknown' } };
  }
  const { endpoint, rawId } = found;
  const route = { endpoint: endpoint.name, kind: endpoint.kind, dataset: endpoint.dataset };
  const bearer = /^Bearer (\S+)$/i.exec(request.authorization ?? '')?.[1];
  const holder = world.accessTokens.accountOf(bearer);
  if ('refused' in holder) return { reply: reply.accessTokenRefused(holder.refused), seen: route };

  const { accountId } = holder.account;
  const asked = readAsked(world, accountId, endpoint, rawId, request.query);
  const pageNumber = asked.page === 'first' ? 1 : asked.page?.number;
  const uuid = asked.meeting?.uuid ?? asked.id;
  const seen = { ...route, accountId, uuid, ...(pageNumber !== undefined && { pageNumber }) };

  const rate = world.limiter.take(accountId, endpoint.label, request.atMs);
  if (rate.verdict !== 'allowed') return { reply: rateReply(rate.verdict, rateHeaders(rate)), seen };

  const fault = world.faults.take({ ...route, ...subjectOf(asked.meeting), uuid, page: pageNumber });
  if (fault?.kind === 'access-token-revoked') world.accessTokens.revoke(bearer);
  const context = { endpoint, id: asked.id, nowMs: world.now() };
  const instead = fault && replyInstead(fault, context);
  if (fault && instead) return { reply: instead, seen: { ...seen, fault: fault.kind } };

  const usual = refuseAccount(world, asked) ?? list(world, asked, fault);
  const answer = { ...usual, headers: { ...rateHeaders(rate), ...usual.headers } };
  return fault === undefined
    ? { reply: answer, seen }
    : { reply: spoil(answer, fault), seen: { ...seen, fault: fault.kind } };
}
