import { type Dataset, isUsual } from '../../../shared/domain/dataset.ts';
import { type Kind, kinds } from '../../../shared/domain/meeting/kind.ts';
import type { Row } from '../../../shared/domain/row/row.ts';
import { type Answer, json, notReady, page, spoiltAnswer } from './model-answers.ts';

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
  /** The number that people dial, which the list of its registrants goes by. @default nobody asks for that */
  readonly meetingId?: string;
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
  /** Which of the dataset's lists, from 0. */
  readonly list: number;
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

const endedPath = /^\/(metrics|report)\/(meeting|webinar)s\/([^/]+)\/participants(\/qos)?$/;
/** A list each, of the registrants, in the order in which they are read. */
export const statuses: readonly string[] = ['approved', 'pending', 'denied'];
const plannedPath = /^\/(meeting|webinar)s\/(\d+)(\/registrants)?$/;

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
    const asked = this.#read(url);
    this.#count();
    const token = url.searchParams.get('next_page_token') ?? undefined;
    const answer = this.#spellFor(asked.dataset, token === undefined);
    const { sleep } = this.#deps;
    const spoilt = answer && (await spoiltAnswer(answer, { dataset: asked.dataset, token, sleep }));
    return spoilt ?? this.#page(asked, { token, answer });
  };

  #read(url: URL): Asked {
    const { searchParams } = url;
    const planned = plannedPath.exec(url.pathname);
    if (planned) {
      const meeting = this.#deps.meetings.find(({ meetingId }) => meetingId === planned[2]);
      const list = planned[3] && searchParams.get('status');
      return { meeting, dataset: 'registrants', kind: kindOf(planned[1]), type: 'past', list: list ?? 'plan', url };
    }
    const match = endedPath.exec(url.pathname);
    const uuid = decodeURIComponent(decodeURIComponent(match?.[3] ?? ''));
    const dashboard: Dataset = match?.[4] ? 'qos' : 'participants';
    const dataset: Dataset = match?.[1] === 'report' ? 'report' : dashboard;
    const meeting = this.#deps.meetings.find((one) => one.uuid === uuid);
    return { meeting, dataset, kind: kindOf(match?.[2]), type: searchParams.get('type') ?? 'past', url };
  }

  #token(): Response {
    this.tokens += 1;
    return json({ access_token: `access-${this.tokens}`, expires_in: 3_599 });
  }

  #count(): void {
    this.calls += 1;
    const day = new Date(this.#deps.now()).toISOString().slice(0, 10);
    this.callsByDay.set(day, (this.callsByDay.get(day) ?? 0) + 1);
  }

  #page(asked: Asked, { token, answer }: { token: string | undefined; answer: Answer | undefined }): Response {
    const { meeting, dataset, kind, type, list } = asked;
    const before = token === undefined ? undefined : this.#pagesByToken.get(token);
    const since = this.#deps.now() - this.#deps.endedAt;
    if (!meeting || meeting.listedAs !== kind) return notReady();
    if (type === 'live') return this.#live({ ...asked, meeting }, since, before);
    // What was planned is known before the meeting ends.
    if (isUsual(dataset) && since < meeting.readyAfterMs) return notReady();
    if (list === 'plan') return json({ uuid: meeting.uuid, type: 2 });
    const shown = meeting.versions.findLast(({ atMs }) => atMs <= since)?.rows;
    const listed = (shown?.[dataset] ?? []).filter(({ status }) => status === list);
    const version = before?.version ?? (answer === 'empty-list' ? [] : listed);
    if (token !== undefined && !before) return json({ code: 300, message: 'The next page token is invalid.' }, 400);
    // A meeting of one participant stands under another type, and has no report and no QoS.
    const isAlone = token === undefined && shown?.participants.length === 1 && kind === 'meeting' && isUsual(dataset);
    if (isAlone && (dataset !== 'participants' || type !== 'pastOne')) return page(dataset, [], '', 0);
    if (token === undefined && !isAlone && type === 'pastOne') return page(dataset, [], '', 0);
    return this.#serve({ ...asked, meeting }, { version, before, size: meeting.pageSize, answer });
  }

  /** Those who are there, who have not left yet; the ended meeting's rows are others. */
  #live(asked: Known, since: number, before: Serving['before']): Response {
    if (since >= 0) return notReady();
    const { meeting } = asked;
    const there = meeting.versions[0]?.rows[asked.dataset] ?? [];
    const version = there.slice(0, 4).map((row) => ({ ...row, leave_time: '' }));
    return this.#serve(asked, { version, before, size: meeting.pageSize, answer: undefined });
  }

  #serve(asked: Known, { version, before, size, answer }: Serving): Response {
    const offset = before?.offset ?? 0;
    const wanted = Math.min(size, Number(asked.url.searchParams.get('page_size') ?? size));
    const rows = answer === 'empty-page-with-token' ? [] : version.slice(offset, offset + wanted);
    const next = offset + rows.length;
    const isLast = next >= version.length && answer !== 'empty-page-with-token';
    const served = {
      uuid: asked.meeting.uuid,
      dataset: asked.dataset,
      isLive: asked.type === 'live',
      list: Math.max(0, statuses.indexOf(asked.list ?? '')),
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
      asked.dataset,
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
}

type Asked = {
  readonly meeting: ModelMeeting | undefined;
  readonly dataset: Dataset;
  readonly kind: Kind;
  readonly type: string;
  /** Of a dataset that has several: a status, or `plan` for the meeting as it was planned. */
  readonly list?: string;
  readonly url: URL;
};
type Known = Asked & { readonly meeting: ModelMeeting };
type Serving = {
  readonly version: readonly Row[];
  readonly before: (ServedPage & { readonly offset: number }) | undefined;
  readonly size: number;
  readonly answer: Answer | undefined;
};

const kindOf = (word: string | undefined): Kind => kinds.find((one) => one === word) ?? 'meeting';
