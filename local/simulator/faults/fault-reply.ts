import type { Endpoint } from '../zoom/endpoint.ts';
import { isoSeconds, type RateLabel, rateReply } from '../zoom/rate-limit.ts';
import type { Reply } from '../zoom/reply.ts';
import * as reply from '../zoom/reply.ts';
import type { Fault } from './fault.ts';

type RateFault = Extract<Fault, { kind: 'rate-limit-per-second' | 'rate-limit-daily' }>;

const dayMs = 86_400_000;
const html = { 'Content-Type': 'text/html; charset=UTF-8' };
const page = (title: string) =>
  `<!DOCTYPE html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`;

function retryAfter(fault: RateFault, nowMs: number): string | undefined {
  const daily = fault.kind === 'rate-limit-daily';
  const untilMidnightMs = (Math.floor(nowMs / dayMs) + 1) * dayMs - nowMs;
  const waitMs = (fault.retryAfterSeconds ?? (daily ? untilMidnightMs / 1000 : 1)) * 1000;
  switch (fault.retryAfter ?? (daily ? 'iso' : 'missing')) {
    case 'iso':
      return isoSeconds(nowMs + waitMs);
    case 'http-date':
      return new Date(nowMs + waitMs).toUTCString();
    case 'seconds':
      return String(Math.ceil(waitMs / 1000));
    case 'absurd':
      return '9999-99-99T99:99:99Z';
    case 'missing':
      return undefined;
  }
}

function rateFaultReply(fault: RateFault, endpoint: Endpoint | undefined, nowMs: number): Reply {
  const outcome = fault.kind === 'rate-limit-daily' ? 'daily' : 'per-second';
  return rateReply(outcome, rateFaultHeaders(fault, endpoint?.label ?? 'Heavy', nowMs));
}

function rateFaultHeaders(fault: RateFault, label: RateLabel, nowMs: number): Record<string, string> {
  const after = retryAfter(fault, nowMs);
  switch (fault.headers ?? 'all') {
    case 'none':
      return {};
    case 'category':
      return { 'X-RateLimit-Category': label };
    case 'all':
      return {
        'X-RateLimit-Category': label,
        'X-RateLimit-Type': fault.kind === 'rate-limit-daily' ? 'Daily-limit' : 'QPS',
        'X-RateLimit-Remaining': '0',
        ...(after !== undefined && { 'Retry-After': after }),
      };
  }
}

function serverError({ status = 500, body = 'json' }: Extract<Fault, { kind: 'server-error' }>): Reply {
  if (body === 'json') return reply.errorReply(status, status, 'Internal error, please try again later.');
  return { status, headers: html, body: body === 'html' ? page(`${status} Error`) : '' };
}

/** The answer given instead of Zoom's usual one, or undefined where the usual one is only changed. */
export function replyInstead(
  fault: Fault,
  context: {
    readonly endpoint: Endpoint | undefined;
    readonly id: string;
    readonly nowMs: number;
  },
): Reply | undefined {
  const { endpoint } = context;
  const kind = (endpoint && 'kind' in endpoint && endpoint.kind) || 'meeting';
  switch (fault.kind) {
    case 'rate-limit-per-second':
    case 'rate-limit-daily':
      return rateFaultReply(fault, context.endpoint, context.nowMs);
    case 'server-error':
      return serverError(fault);
    case 'connection-reset':
      return { status: 0, body: '', delivery: 'reset' };
    case 'timeout':
      return { status: 0, body: '', delivery: 'never' };
    case 'error-in-200':
      return reply.errorReply(200, fault.code ?? 3001, fault.message ?? `Meeting does not exist: ${context.id}.`);
    case 'page-token-expired':
      return reply.pageTokenRefused(fault.status);
    case 'access-token-revoked':
      return reply.accessTokenRefused('Access token is expired.');
    case 'not-ready':
      return reply.notFound(kind, context.id);
    case 'missing-scope':
      return reply.missingScope(fault.scopes ?? [context.endpoint?.scopes[0] ?? '']);
    case 'dashboard-off':
      return reply.dashboardOff(fault.status);
    case 'no-permission':
      return reply.noPermission();
    case 'no-access':
      return reply.cannotAccess(kind, fault.status);
    case 'foreign-user':
      return reply.foreignUser();
    case 'too-old':
      return reply.tooOld();
    case 'forbidden-html':
      return { status: 403, headers: html, body: page('Attention Required!') };
    case 'oauth-refused': {
      const { status = 400, error = 'invalid_client', reason = 'Invalid client_id or client_secret' } = fault;
      return { status, body: JSON.stringify({ reason, error }) };
    }
    case 'answer': {
      const { status = 200, body, headers = {} } = fault;
      return { status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) };
    }
    default:
      return undefined;
  }
}

/** The usual answer, spoilt on the wire. */
export function spoil(usual: Reply, fault: Fault): Reply {
  switch (fault.kind) {
    case 'slow':
      return { ...usual, delayMs: fault.delayMs };
    case 'broken-json':
      return { ...usual, body: usual.body.slice(0, Math.floor(usual.body.length / 2)) };
    case 'truncated':
      return { ...usual, delivery: 'cut' };
    default:
      return usual;
  }
}
