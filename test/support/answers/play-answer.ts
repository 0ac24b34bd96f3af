import { seededRandom } from '../../../local/simulator/rows/random.ts';
import { runCapture } from '../../../shared/capture/run-capture.ts';
import type { Capture } from '../../../shared/domain/capture/capture.ts';
import { firstMessage } from '../../../shared/domain/capture/capture-message.ts';
import type { Dataset } from '../../../shared/domain/dataset.ts';
import type { Kind } from '../../../shared/domain/meeting/kind.ts';
import { tables as tableDefinitions } from '../capture/tables.ts';
import { versionOf } from '../histories/history.ts';
import { accountId, ModelWorker } from '../histories/model-worker.ts';
import { ModelZoom } from '../histories/model-zoom.ts';
import { multiset, readStored } from '../histories/oracle.ts';
import { VirtualTime } from '../histories/virtual-time.ts';
import { createMemoryQueue } from '../memory/memory-queue.ts';
import { createMemoryDynamo } from '../memory/memory-table.ts';
import type { AnyAnswer } from './any-answer.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const functionTimeoutMs = 120_000;
const uuid = 'mN5sAVFKwk6jDFhAoBOkDQ==';
const endTime = '2026-11-20T08:59:00Z';
const versions = [versionOf(0, { people: [1, 2, 3, 4, 5], edits: [0] })];

export type Spoilt = {
  readonly answer: AnyAnswer;
  /** Of the poll that asks. */
  readonly page: 'first' | 'later';
  /** Calls that get it; Infinity for ever. */
  readonly times: number;
  readonly dataset: Dataset;
  readonly kind: Kind;
};

/** What a capture came to. */
export type PlayedAnswer = {
  readonly capture: Capture | undefined;
  readonly isExact: boolean;
  readonly deadLetters: number;
  /** For pages, of whatever answer. */
  readonly calls: number;
  /** Of the calls that were spoilt: the first and the last, in hours after the meeting's end. */
  readonly firstSpoiltAt: number;
  readonly lastSpoiltAt: number;
};

/** One capture of a meeting of five in pages of two, in virtual time, until nothing is to come or some days are over. */
export async function playAnswer({ answer, page, times, dataset, kind }: Spoilt, days = 6): Promise<PlayedAnswer> {
  const endedAt = Date.parse(endTime);
  const time = new VirtualTime(endedAt);
  const { now, sleep } = time;
  const random = seededRandom(1);
  const tables = createMemoryDynamo({ tables: tableDefinitions, now });
  const queue = createMemoryQueue({ now, random, longestDelayMs: 4 * 60 * minute });
  const meeting = { uuid, listedAs: kind, readyAfterMs: 0, versions, pageSize: 2 };
  const zoom = new ModelZoom({ meetings: [meeting], endedAt, spells: [], now, sleep, callMs: 200 });
  const spoiltAt: number[] = [];
  let calls = 0;
  const zoomFetch: typeof fetch = async (input, init) => {
    const url = new URL(String(input));
    const good = await zoom.fetch(input, init);
    if (url.pathname === '/oauth/token') return good;
    calls += 1;
    const isFirst = !url.searchParams.has('next_page_token');
    if (isFirst !== (page === 'first') || spoiltAt.length >= times) return good;
    spoiltAt.push((now() - endedAt) / (60 * minute));
    const { status, headers, body } = answer.make({ status: good.status, body: await good.text() });
    return new Response([204, 205, 304].includes(status) ? null : body, { status, headers });
  };
  const log = { info() {}, warn() {}, error() {} };
  const effects = { next: () => undefined };
  const worker = new ModelWorker({
    time,
    aheadMs: 0,
    tables,
    queue,
    zoomFetch,
    random,
    retentionDays: 0,
    effects,
    log,
  });
  const notBefore = new Date(endedAt + 5 * minute);
  const ended = { account: accountId, kind, uuid, meetingId: '1', topic: 'x', endTime };
  queue.send(dataset, firstMessage(ended, 'event', notBefore), 5 * minute);

  const work = async (): Promise<void> => {
    for (;;) {
      const next = queue.next(1);
      if (!next || next.at > endedAt + days * day) return;
      await time.sleepUntil(next.at);
      for (const queued of next.due) {
        const delivery = queue.receive(queued);
        if (!delivery) continue;
        const deadline = now() + functionTimeoutMs;
        const of = { dataset, delivery: { messageId: delivery.id, remainingMs: () => deadline - now() } };
        await runCapture(delivery.message, of, worker.captureDeps(dataset));
        queue.remove(delivery);
      }
    }
  };
  const done = work();
  await time.run(done);
  await done;
  const stored = readStored(tables, { uuid, dataset });
  const rows = await stored.rows();
  return {
    capture: stored.capture,
    isExact: multiset(rows) === multiset(versions[0]?.rows[dataset] ?? []),
    deadLetters: queue.dead.length,
    calls,
    firstSpoiltAt: spoiltAt[0] ?? 0,
    lastSpoiltAt: spoiltAt.at(-1) ?? 0,
  };
}
