import { addToContentHash } from '../domain/content-hash.ts';
import type { Dataset } from '../domain/dataset.ts';
import { advance, type RunningCapture } from '../domain/look.ts';
import type { Row } from '../domain/row.ts';
import { createOrdinals } from '../domain/row-key.ts';
import type { HeldPage, ZoomClient } from '../zoom/client.ts';
import { ZoomPagingError } from '../zoom/errors.ts';
import type { Delivery } from './delivery.ts';
import { LeaseLostError, RowsDifferError } from './errors.ts';
import type { Screen } from './screen.ts';
import type { World } from './world.ts';

/** With less time than this left, no further page is asked for: with waits and a quick retry a call may take most of a minute. */
const handOverMs = 60_000;

export type LookEnd =
  /** Every row of the look is stored, and no other. */
  | { readonly kind: 'complete'; readonly capture: RunningCapture }
  /** The function's time is nearly up; the capture's item says where to go on. */
  | { readonly kind: 'time-up'; readonly capture: RunningCapture }
  /** Page 1 had no rows. Nothing was written. */
  | { readonly kind: 'empty'; readonly capture: RunningCapture };

type Progressed = (capture: RunningCapture) => void;

/**
 * Pages through what is left of a look. A page's rows are written, then the checkpoint, while the next page is fetched;
 * one page is held. `progressed` is told of each checkpoint, so that a fault finds the latest.
 * @throws ZoomError, LeaseLostError, RowsDifferError, or what DynamoDB throws.
 */
export async function takeLook(
  taken: RunningCapture,
  zoom: ZoomClient,
  screen: Screen,
  world: World,
  { remainingMs }: Delivery,
  progressed: Progressed,
): Promise<LookEnd> {
  const { uuid, dataset, kind, run } = taken;
  const leaseUntil = Date.parse(taken.lease?.until ?? '');
  const expiresAt = world.captures.expiresAt(taken.endTime);
  const stamped = {
    run,
    account: taken.account,
    endTime: taken.endTime,
    ...(expiresAt !== undefined && { expiresAt }),
  };
  const keyOf = await resumeOrdinals(taken, world);
  let capture = taken;

  // Page tokens that lead in a circle would be followed for ever.
  const askedWith = new Set<string>();
  const fetchPage = async (pageToken: string | undefined): Promise<FetchedPage> => {
    const request = { kind, dataset, uuid, type: capture.progress.type, ...(pageToken !== undefined && { pageToken }) };
    const page = await zoom.page(request);
    if (pageToken !== undefined) askedWith.add(pageToken);
    if (page.nextPageToken !== undefined && askedWith.has(page.nextPageToken)) {
      page.done();
      throw new ZoomPagingError('Zoom gave a page token that it was asked with before.');
    }
    return { ...page, fetchedAt: new Date(world.now()).toISOString() };
  };
  const ahead = (pageToken: string | undefined): Promise<FetchedPage> => {
    const page = fetchPage(pageToken);
    // Awaited after this page is stored; a failure until then is no unhandled one.
    page.catch(() => {});
    return page;
  };
  const checkpoint = async (next: RunningCapture) => {
    if (!(await world.captures.save(next, run))) throw new LeaseLostError(`Run ${run} was taken over.`);
    capture = next;
    progressed(next);
  };

  /** Stores a page while the next one, if there is one and time for it, is on its way. */
  const store = async (page: FetchedPage): Promise<LookEnd | undefined> => {
    const first = capture.progress.pages === 0;
    if (first && page.rows.length === 0 && page.nextPageToken === undefined) return { kind: 'empty', capture };
    const timeUp = remainingMs() < handOverMs;
    next = page.nextPageToken === undefined || timeUp ? undefined : ahead(page.nextPageToken);
    if (world.now() >= leaseUntil) throw new LeaseLostError(`The lease of run ${run} ended.`);
    const { kept, leftOut } = screen.divide(page.rows);
    const rows = kept.map((row) => ({ key: keyOf(row), row }));
    const stamp = { ...stamped, page: capture.progress.pages + 1 };
    const texts = await world.rows.write({ uuid, dataset, rows, leftOut, stamp });
    const progress = advance(capture.progress, {
      rows: rows.length,
      erased: leftOut.length,
      halfReadyRows: page.rows.filter((row) => isHalfReadyRow(dataset, row)).length,
      contentHash: addToContentHash(capture.progress.contentHash, texts),
      fetchedAt: page.fetchedAt,
      ...(page.totalRows !== undefined && { expectedRows: page.totalRows }),
      ...(page.nextPageToken !== undefined && { nextPageToken: page.nextPageToken }),
    });
    // A page that came ends a row of faults, so that the next one is tried again while the page token lives.
    const stored = { ...capture, progress, calls: capture.calls + 1, parked: 0, troubles: 0 };
    // The last page's checkpoint is the capture's final state, unless a sweep has to come first.
    if (progress.complete && !progress.sweep) return { kind: 'complete', capture: stored };
    await checkpoint(stored);
    if (timeUp && !progress.complete) return { kind: 'time-up', capture };
    return undefined;
  };

  let next = capture.progress.complete ? undefined : ahead(capture.progress.pageToken);
  try {
    while (next) {
      const page: FetchedPage = await next;
      next = undefined;
      const end = await store(page).finally(page.done);
      if (end) return end;
    }
  } finally {
    // A page on its way that nobody waits for any more.
    next?.then(
      ({ done }) => done(),
      () => {},
    );
  }
  return { kind: 'complete', capture: await sweep(capture, world) };
}

type FetchedPage = HeldPage & { readonly fetchedAt: string };

/** Keys for the rows to come, aware of those that earlier pages of this look stored. */
async function resumeOrdinals(capture: RunningCapture, world: World): Promise<(row: Row) => string> {
  const { uuid, dataset, progress } = capture;
  const seen: string[] = [];
  if (progress.pages > 0 && !progress.complete) {
    for await (const key of world.rows.keys(uuid, dataset, progress.segments)) seen.push(key);
  }
  return createOrdinals(seen);
}

/** Zoom's note: a duration of 0 means that the report was asked for too early. */
const isHalfReadyRow = (dataset: Dataset, row: Row): boolean =>
  dataset === 'report' && row.duration === 0 && row.leave_time !== row.join_time;

async function sweep(capture: RunningCapture, world: World): Promise<RunningCapture> {
  const { uuid, dataset, progress } = capture;
  if (!progress.sweep) return capture;
  const kept = await world.rows.sweep(uuid, dataset, progress.segments);
  if (kept !== progress.rows)
    throw new RowsDifferError(`The look counted ${progress.rows} rows, the table has ${kept}.`);
  return capture;
}
