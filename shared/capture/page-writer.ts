import { descriptions } from '../datasets/datasets.ts';
import type { RunningCapture, StoredPage } from '../domain/capture/poll.ts';
import type { Row } from '../domain/row/row.ts';
import { createOrdinals } from '../domain/row/row-key.ts';
import type { RowStore } from '../dynamo/rows/row-store.ts';
import type { FetchedPage } from './page-reader.ts';
import type { Redaction } from './redaction.ts';

export type PageWriterDeps = {
  readonly rows: Pick<RowStore, 'write' | 'keys'>;
  readonly redaction: Redaction;
  /** When the meeting's items expire, in epoch seconds; undefined for never. */
  readonly expiresAt: number | undefined;
  /** Asked before each request that writes. @throws LeaseLostError */
  readonly mayWrite: () => void;
  /** Told of how many values of a page no item holds. */
  readonly tellTooLarge: (values: number) => void;
};

/**
 * Writes the pages of one poll as rows with keys that stay the same, however often a page is written; or, of a poll that
 * compares, tells what they come to.
 */
export class PageWriter {
  readonly #deps: PageWriterDeps;
  /** Keys for the rows to come, aware of those that earlier pages of this run stored. */
  #keys: { readonly run: number; readonly keyOf: (row: Row) => string } | undefined;

  constructor(deps: PageWriterDeps) {
    this.#deps = deps;
  }

  async write(capture: RunningCapture, page: FetchedPage): Promise<StoredPage> {
    const { rows: store, redaction, expiresAt, mayWrite, tellTooLarge } = this.#deps;
    const { uuid, dataset, run, account, endTime, progress } = capture;
    const { kept, leftOut, leftOutValues } = redaction.divide(page.rows);
    // A poll that compares stores none of its rows, and takes their texts alone.
    const keyOf = progress.compares ? undefined : await this.#keysOf(capture);
    const rows = keyOf ? kept.map((row) => ({ key: keyOf(row), row })) : [];
    const stamp = { run, account, endTime, page: progress.pages + 1, ...(expiresAt !== undefined && { expiresAt }) };
    const unstored = keyOf ? leftOut : [...kept, ...leftOut];
    const { texts, tooLarge } = await store.write({ uuid, dataset, rows, leftOut: unstored, stamp, mayWrite });
    if (tooLarge > 0) tellTooLarge(tooLarge);
    return {
      rows: kept.length,
      erased: leftOut.length,
      ...(leftOutValues + tooLarge > 0 && { leftOut: leftOutValues + tooLarge }),
      halfReadyRows: page.rows.filter(descriptions[dataset].rows.isHalfReady).length,
      contentHash: redaction.addToContentHash(progress.contentHash, texts),
      fetchedAt: page.fetchedAt,
      ...(page.totalRows !== undefined && { expectedRows: page.totalRows }),
      ...(page.nextPageToken !== undefined && { nextPageToken: page.nextPageToken }),
    };
  }

  async #keysOf({ uuid, dataset, run, progress }: RunningCapture): Promise<(row: Row) => string> {
    if (this.#keys?.run === run) return this.#keys.keyOf;
    const seen =
      progress.pages > 0 ? await Array.fromAsync(this.#deps.rows.keys(uuid, dataset, progress.segments)) : [];
    const keyOf = createOrdinals(descriptions[dataset].rows.identity, seen);
    this.#keys = { run, keyOf };
    return keyOf;
  }
}
