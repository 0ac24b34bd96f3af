import type { Dataset } from '../../../shared/domain/dataset.ts';
import { type Kind, kinds } from '../../../shared/domain/kind.ts';
import type { Row } from '../../../shared/domain/row.ts';

/** What Zoom can answer to a call for a page, other than the page. */
export const answers = [
  'not-ready',
  'inaccessible',
  'empty-list',
  'empty-page-with-token',
  'half-ready',
  'odd-total',
  'repeated-token',
  'token-expired',
  'server-error',
  'error-500-in-200',
  'broken-json',
  'reset',
  'timeout',
  'rate-limit-second',
  'rate-limit-day',
  'unauthorized',
  'missing-scope',
  'final',
  'html',
] as const;
export type Answer = (typeof answers)[number];

/** From when, and for how long, calls get an answer that is no good page. */
export type Spell = {
  readonly answer: Answer;
  readonly dataset?: Dataset;
  /** Of the poll that asks. */
  readonly page: 'first' | 'later' | 'any';
  /** Calls before it do not count, in milliseconds after the end. @default from the first call on */
  readonly fromMs?: number;
  /** The first of the calls that fit it, from 1. */
  readonly fromCall: number;
  /** Calls that it spoils; Infinity for ever. */
  readonly calls: number;
};

export type RowVersion = { readonly atMs: number; readonly rows: Readonly<Record<Dataset, readonly Row[]>> };

type ModelMeeting = {
  readonly uuid: string;
  /** In whose lists Zoom has it. */
  readonly listedAs: Kind;
  /** Before this, Zoom has nothing. Milliseconds after the end, as those of the versions. */
  readonly readyAfterMs: number;
  /** What Zoom shows from when on, the oldest first. */
  readonly versions: readonly RowVersion[];
  readonly pageSize: number;
};

/** A page that was served; `after` is the one whose token led to it. */
export type ServedPage = {
  readonly uuid: string;
  readonly dataset: Dataset;
  /** Of the running meeting. */
  readonly isLive: boolean;
  readonly rows: readonly Row[];
  readonly after: ServedPage | undefined;
  readonly isLast: boolean;
  readonly at: number;
};

export type ModelZoomDeps = {
  readonly meetings: readonly ModelMeeting[];
  readonly endedAt: number;
  readonly spells: readonly Spell[];
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** What a call takes. */
  readonly callMs: number;
};

/** The time-out of the product's client, which a test's `fetch` has to keep itself: it is in virtual time. */
const clientTimeoutMs = 25_000;

const path = /^\/(metrics|report)\/(meeting|webinar)s\/([^/]+)\/participants(\/qos)?$/;

/**
 * A Zoom that shares no code with the product nor with the simulator: rows by version, pages by token, and answers that are
 * no page. It remembers what it served, so that an oracle can tell the rows of one poll from those of two.
 */
export class ModelZoom {
  readonly served: ServedPage[] = [];
  /** Calls for pages, by UTC day. */
  readonly callsByDay = new Map<string, number>();
  calls = 0;
  tokens = 0;
  readonly #deps: ModelZoomDeps;
  readonly #seen: number[];
  readonly #pagesByToken = new Map<
    string,
    ServedPage & { readonly offset: number; readonly version: readonly Row[] }
  >();

  constructor(deps: ModelZoomDeps) {
    this.#deps = deps;
    this.#seen = deps.spells.map(() => 0);
  }

  readonly fetch: typeof fetch = async (input) => {
    const url = new URL(String(input));
    await this.#deps.sleep(this.#deps.callMs);
    if (url.pathname === '/oauth/token') return this.#token();
    const match = path.exec(url.pathname);
    const uuid = decodeURIComponent(decodeURIComponent(match?.[3] ?? ''));
    const dashboard: Dataset = match?.[4] ? 'qos' : 'participants';
    const dataset: Dataset = match?.[1] === 'report' ? 'report' : dashboard;
    const kind = kinds.find((one) => one === match?.[2]) ?? 'meeting';
    return this.#page({ uuid, dataset, kind, type: url.searchParams.get('type') ?? 'past', url });
  };

  #token(): Response {
    this.tokens += 1;
    return json({ access_token: `access-${this.tokens}`, expires_in: 3_599 });
  }

  async #page(asked: Asked): Promise<Response> {
    const { now } = this.#deps;
    this.calls += 1;
    const day = new Date(now()).toISOString().slice(0, 10);
    this.callsByDay.set(day, (this.callsByDay.get(day) ?? 0) + 1);
    const token = asked.url.searchParams.get('next_page_token') ?? undefined;
    const before = token === undefined ? undefined : this.#pagesByToken.get(token);
    const answer = this.#spellFor(asked.dataset, token === undefined);
    const spoilt = answer && (await this.#spoilt(answer, token));
    if (spoilt) return spoilt;
    const meeting = this.#deps.meetings.find(({ uuid }) => uuid === asked.uuid);
    const since = now() - this.#deps.endedAt;
    if (!meeting || meeting.listedAs !== asked.kind) return notReady();
    if (asked.type === 'live') return this.#live(asked, meeting, since, before);
    if (since < meeting.readyAfterMs) return notReady();
    const version =
      before?.version ?? meeting.versions.findLast(({ atMs }) => atMs <= since)?.rows[asked.dataset] ?? [];
    if (token !== undefined && !before) return json({ code: 300, message: 'The next page token is invalid.' }, 400);
    // A meeting of one participant stands under another type, and has no report and no QoS.
    const people = meeting.versions.findLast(({ atMs }) => atMs <= since)?.rows.participants.length ?? 0;
    const isAlone = token === undefined && people === 1 && asked.kind === 'meeting';
    if (isAlone && (asked.dataset !== 'participants' || asked.type !== 'pastOne')) return page([], '', 0);
    if (token === undefined && !isAlone && asked.type === 'pastOne') return page([], '', 0);
    return this.#serve(asked, { version, before, size: meeting.pageSize, answer });
  }

  /** Those who are there, who have not left yet; the ended meeting's rows are others. */
  #live(asked: Asked, meeting: ModelMeeting, since: number, before: Serving['before']): Response {
    if (since >= 0) return notReady();
    const there = meeting.versions[0]?.rows[asked.dataset] ?? [];
    const version = there.slice(0, 4).map((row) => ({ ...row, leave_time: '' }));
    return this.#serve(asked, { version, before, size: meeting.pageSize, answer: undefined });
  }

  #serve(asked: Asked, { version, before, size, answer }: Serving): Response {
    const offset = before?.offset ?? 0;
    const wanted = Math.min(size, Number(asked.url.searchParams.get('page_size') ?? size));
    const rows = answer === 'empty-page-with-token' ? [] : version.slice(offset, offset + wanted);
    const next = offset + rows.length;
    const isLast = next >= version.length && answer !== 'empty-page-with-token';
    const served = {
      uuid: asked.uuid,
      dataset: asked.dataset,
      isLive: asked.type === 'live',
      rows,
      after: before,
      isLast,
      at: this.#deps.now(),
    };
    this.served.push(served);
    const token = isLast ? '' : `token-${this.served.length}`;
    this.#pagesByToken.set(token, { ...served, offset: next, version });
    const sentToken = asked.url.searchParams.get('next_page_token') ?? '';
    const total = answer === 'half-ready' ? version.length + 3 : version.length;
    return page(
      rows,
      answer === 'repeated-token' && !isLast && sentToken !== '' ? sentToken : token,
      answer === 'odd-total' ? 1e20 : total,
    );
  }

  #spellFor(dataset: Dataset, isFirst: boolean): Answer | undefined {
    for (const [index, spell] of this.#deps.spells.entries()) {
      if (spell.dataset !== undefined && spell.dataset !== dataset) continue;
      if (spell.page !== 'any' && (spell.page === 'first') !== isFirst) continue;
      if (spell.fromMs !== undefined && this.#deps.now() - this.#deps.endedAt < spell.fromMs) continue;
      const seen = (this.#seen[index] ?? 0) + 1;
      this.#seen[index] = seen;
      if (seen >= spell.fromCall && seen < spell.fromCall + spell.calls) return spell.answer;
    }
    return undefined;
  }

  async #spoilt(answer: Answer, token: string | undefined): Promise<Response | undefined> {
    switch (answer) {
      case 'not-ready':
        return notReady();
      case 'inaccessible':
        return json({ code: 300, message: 'Cannot access meeting information.' }, 400);
      case 'token-expired':
        return token === undefined ? undefined : json({ code: 300, message: 'The next page token is invalid.' }, 400);
      case 'empty-list':
        return token === undefined ? page([], '', 0) : undefined;
      case 'server-error':
        return new Response('upstream', { status: 503 });
      case 'error-500-in-200':
        return json({ code: 500, message: 'Internal error.' });
      case 'broken-json':
        return new Response('{"participants":[{"user', { headers: { 'content-type': 'application/json' } });
      case 'reset':
        throw Object.assign(new TypeError('fetch failed'), {
          cause: Object.assign(new Error(), { code: 'ECONNRESET' }),
        });
      case 'timeout':
        await this.#deps.sleep(clientTimeoutMs);
        throw new DOMException('The operation was aborted due to timeout', 'TimeoutError');
      case 'rate-limit-second':
        return json({ code: 429, message: 'You have reached the maximum per-second rate limit.' }, 429);
      case 'rate-limit-day':
        return json({ code: 429, message: 'You have reached the maximum daily rate limit.' }, 429);
      case 'unauthorized':
        return json({ code: 124, message: 'Access token is expired.' }, 401);
      case 'missing-scope':
        return json({ code: 4711, message: 'Invalid access token, does not contain scopes.' }, 400);
      case 'final':
        return json({ code: 12702, message: 'Can not access a meeting a year ago.' }, 400);
      case 'html':
        return new Response('<html>', { status: 403, headers: { 'content-type': 'text/html' } });
      default:
        return undefined;
    }
  }
}

type Asked = {
  readonly uuid: string;
  readonly dataset: Dataset;
  readonly kind: Kind;
  readonly type: string;
  readonly url: URL;
};
type Serving = {
  readonly version: readonly Row[];
  readonly before: (ServedPage & { readonly offset: number }) | undefined;
  readonly size: number;
  readonly answer: Answer | undefined;
};

const json = (body: unknown, status = 200): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
const notReady = (): Response => json({ code: 3001, message: 'Meeting does not exist.' }, 404);
const page = (participants: readonly Row[], next_page_token: string, total_records: number): Response =>
  json({ page_count: 1, page_size: participants.length, total_records, next_page_token, participants });

export type PollsWanted = { readonly uuid: string; readonly dataset: Dataset; readonly isLive: boolean };

/** Every run of pages that were served from a first one to a last one: what one poll can have seen. */
export function wholePolls(served: readonly ServedPage[], { uuid, dataset, isLive }: PollsWanted): Row[][] {
  const isWanted = (one: ServedPage) => one.uuid === uuid && one.dataset === dataset && one.isLive === isLive;
  const lasts = served.filter((one) => one.isLast && isWanted(one));
  return lasts.map((last) => {
    const pages: ServedPage[] = [];
    for (let one: ServedPage | undefined = last; one; one = one.after) pages.unshift(one);
    return pages.flatMap(({ rows }) => rows);
  });
}
