import { randomUUID } from 'node:crypto';
import { urgencyOf } from '../domain/account/day-reserve.ts';
import { type Capture, newCapture } from '../domain/capture/capture.ts';
import type { CaptureContext, CaptureEvent, Effect } from '../domain/capture/capture-machine.ts';
import type { CaptureMessage } from '../domain/capture/capture-message.ts';
import type { Lease, RunningCapture } from '../domain/capture/poll.ts';
import { type Dataset, hasListType, pastOneDatasets } from '../domain/dataset.ts';
import type { ListType } from '../domain/meeting/kind.ts';
import { omit } from '../domain/omit.ts';
import { pick } from '../domain/pick.ts';
import { pageSizes } from '../zoom/endpoints.ts';
import { ZoomError } from '../zoom/errors.ts';
import { withUrgency } from '../zoom/with-urgency.ts';
import type { CaptureDeps, Delivery } from './capture-deps.ts';
import { LeaseLostError } from './errors.ts';
import { loadUnlessForgotten } from './load-capture.ts';
import { type FetchedPage, PageReader } from './page-reader.ts';
import { PageWriter } from './page-writer.ts';
import { pollFailure } from './poll-failure.ts';
import { reportCapture } from './report-capture.ts';
import { tellNews } from './tell-news.ts';

/** The lease outlives the invocation by this much. */
const leaseMarginMs = 15_000;
/**
 * A worker begins no write later than this before its lease ends. One attempt takes 8 seconds at most, so what is on the wire
 * then has landed when the next worker starts, though its clock be 4 seconds ahead.
 */
const onTheWireMs = 12_000;
/** With less time than this left, no further page is asked for: with waits and a quick retry a call may take most of a minute. */
const handOverMs = 60_000;

/** Effects that others see. Rows have the clock asked before each batch of them. */
const writing: ReadonlySet<Effect['kind']> = new Set(['register', 'claim', 'save', 'send', 'dead-letter']);

/** What an effect has brought: the capture as it is known by then, and what happened, if anything did. */
type Performed = { readonly capture: Capture | undefined; readonly event: CaptureEvent | undefined };

type Pages = { readonly reader: PageReader; readonly writer: PageWriter };

/** One worker at one message: does what the state machine says, and decides nothing. */
export class CaptureRun {
  readonly #message: CaptureMessage;
  readonly #dataset: Dataset;
  readonly #delivery: Delivery;
  readonly #deps: CaptureDeps;
  readonly #lease: Lease;
  #pages: Pages | undefined;
  /** The page that was fetched last, until it is stored. */
  #page: (FetchedPage & { readonly timeUp: boolean }) | undefined;

  constructor(
    message: CaptureMessage,
    { dataset, delivery }: { readonly dataset: Dataset; readonly delivery: Delivery },
    deps: CaptureDeps,
  ) {
    this.#message = message;
    this.#dataset = dataset;
    this.#delivery = delivery;
    this.#deps = deps;
    const until = deps.now() + delivery.remainingMs() + leaseMarginMs;
    this.#lease = { owner: delivery.messageId, taker: randomUUID(), until };
  }

  context(known: Pick<CaptureContext, 'heldUntil' | 'isLeftOut'>): CaptureContext {
    const { captures, now, waits } = this.#deps;
    const message = this.#message;
    const expiresAt = captures.expiresAt(message.endTime);
    return {
      message,
      fresh: () => freshCapture(message, this.#dataset, new Date(now())),
      lease: this.#lease,
      type: askedType(message, this.#dataset),
      usualPageSize: pageSizes[this.#dataset],
      expiresAt: expiresAt === undefined ? undefined : expiresAt * 1_000,
      timeUp: this.#hasNoTime(),
      receiveCount: this.#delivery.receiveCount ?? 1,
      ...known,
      now: now(),
      waits,
    };
  }

  async perform(effect: Effect, capture: Capture | undefined): Promise<Performed> {
    const { captures, rows, now } = this.#deps;
    const uuid = this.#message.uuid;
    const dataset = this.#dataset;
    const happened = (event?: CaptureEvent): Performed => ({ capture, event });
    if (writing.has(effect.kind)) this.#mayWrite();
    switch (effect.kind) {
      case 'register':
        await this.#register(effect.capture);
        return { capture: (await captures.load(uuid, dataset)) ?? effect.capture, event: { kind: 'registered' } };
      case 'claim': {
        const isClaimed = await captures.save(effect.capture, effect.expectedRun);
        return happened({ kind: isClaimed ? 'claimed' : 'claim-refused' });
      }
      case 'delete-rows':
        await rows.prune(uuid, dataset, { segments: [], mayWrite: this.#mayWrite });
        return happened();
      case 'read-redaction':
        return happened(await this.#readRedaction(running(capture)));
      case 'fetch-page':
        return happened(await this.#fetchPage((reader) => reader.fetch(effect.request)));
      case 'fetch-ahead':
        this.#begun().reader.fetchAhead(effect.request);
        return happened();
      case 'await-page':
        return happened(await this.#fetchPage((reader) => reader.takeAhead()));
      case 'store-page':
        return happened(await this.#storePage(running(capture)));
      case 'prune': {
        const { segments } = running(capture).progress;
        const kept = await rows.prune(uuid, dataset, { segments, mayWrite: this.#mayWrite });
        return happened({ kind: 'pruned', kept });
      }
      case 'read-participants': {
        const listed = await Promise.all(
          pastOneDatasets.map((one) => loadUnlessForgotten(this.#message, one, this.#deps)),
        );
        const oneParticipant = listed.some((one) => one !== 'forgotten' && one?.type === 'pastOne');
        return happened({ kind: 'participants-read', oneParticipant });
      }
      case 'count-rows': {
        const stored = await rows.count(uuid, dataset);
        return happened({ kind: 'rows-counted', stored, outcome: effect.outcome });
      }
      case 'save':
        if (await captures.save(effect.capture, effect.expectedRun)) return happened();
        throw new LeaseLostError(`Run ${effect.expectedRun} was taken over.`);
      case 'send':
        await this.#deps.send(effect.message, effect.at - now());
        return happened();
      case 'dead-letter':
        await this.#deps.deadLetter(effect.message);
        return happened();
      case 'report':
        reportCapture(effect, this.#message.reason, this.#deps);
        return happened();
      case 'tell':
        await tellNews(effect.capture, this.#delivery, this.#deps);
        return happened();
      case 'end-message':
        return happened();
    }
  }

  /** Lets go of pages that nobody waits for any more. */
  release(): void {
    this.#pages?.reader.release();
    this.#letGo();
  }

  #letGo(): void {
    this.#page?.done();
    this.#page = undefined;
  }

  /** A worker that was frozen, and wakes after its time, writes nothing over what another one has stored since. */
  readonly #mayWrite = (): void => {
    if (this.#deps.now() + onTheWireMs < this.#lease.until) return;
    throw new LeaseLostError('The lease ended before this was written.');
  };

  async #register(fresh: Capture): Promise<void> {
    const { captures, redactions } = this.#deps;
    const message = this.#message;
    if (message.listType === 'live') return captures.registerSnapshot(fresh);
    const meeting = omit(message, 'v', 'sequence', 'notBefore', 'listType');
    const endedAt = new Date(meeting.endTime).toISOString();
    const shown = await redactions.meeting(meeting);
    await captures.register({ ...shown, endedAt, registeredAt: fresh.registeredAt, reason: message.reason }, fresh);
  }

  /** Also finds the account's Zoom client: without a readable secret both are the account's fault. */
  async #readRedaction(capture: RunningCapture): Promise<CaptureEvent> {
    const { captures, rows, redactions, now, log } = this.#deps;
    const { uuid } = capture;
    try {
      const zoom = withUrgency(await this.#deps.zoom(capture.account), urgencyOf(this.#message.reason));
      const redaction = await redactions.rows(capture);
      const planned = pick(this.#message, 'meetingId', 'type', 'startTime', 'endTime');
      const reader = new PageReader(zoom, { uuid, dataset: this.#dataset, planned, now });
      const expiresAt = captures.expiresAt(capture.endTime);
      const tellTooLarge = (values: number) =>
        log.warn('values of rows are larger than an item', { uuid, dataset: this.#dataset, values });
      const writer = new PageWriter({ rows, redaction, expiresAt, mayWrite: this.#mayWrite, tellTooLarge });
      this.#pages = { reader, writer };
      return { kind: 'redaction-read', erasures: redaction.erasures };
    } catch (error) {
      return this.#failed(error);
    }
  }

  readonly #hasNoTime = (): boolean => this.#delivery.remainingMs() < handOverMs;

  #begun(): Pages {
    if (this.#pages) return this.#pages;
    throw new Error('The redaction is read before any page.');
  }

  async #fetchPage(fetch: (reader: PageReader) => Promise<FetchedPage>): Promise<CaptureEvent> {
    this.#letGo();
    try {
      const page = await fetch(this.#begun().reader);
      const timeUp = this.#hasNoTime();
      this.#page = { ...page, timeUp };
      const { rows, nextPageToken, totalRows: expectedRows } = page;
      return { kind: 'page-fetched', rows: rows.length, nextPageToken, expectedRows, timeUp };
    } catch (error) {
      return this.#failed(error);
    }
  }

  async #storePage(capture: RunningCapture): Promise<CaptureEvent> {
    const page = this.#page;
    if (!page) throw new Error('A page is fetched before it is stored.');
    const stored = await this.#begun().writer.write(capture, page);
    // A page that was only compared may be stored after all.
    if (!capture.progress.compares) this.#letGo();
    return { kind: 'page-stored', page: stored, timeUp: page.timeUp };
  }

  #failed(error: unknown): CaptureEvent {
    if (!(error instanceof ZoomError)) throw error;
    return { kind: 'call-failed', failure: pollFailure(error, this.#deps.now()) };
  }
}

function running(capture: Capture | undefined): RunningCapture {
  if (capture?.progress) return { ...capture, progress: capture.progress };
  throw new Error('The effect is one of a poll, and no poll is under way.');
}

function freshCapture(message: CaptureMessage, dataset: Dataset, now: Date): Capture {
  const fresh = newCapture(message, dataset, { nextPollAt: message.notBefore, now });
  return message.listType === 'live' ? { ...fresh, type: 'live' } : fresh;
}

/** The type that the message asks for, where the dataset has it; absent for the usual. */
function askedType({ listType, kind }: CaptureMessage, dataset: Dataset): ListType | undefined {
  if (listType !== 'pastOne') return listType;
  return hasListType(dataset, kind, listType) ? listType : undefined;
}
