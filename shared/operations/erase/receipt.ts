import { datasets } from '../../domain/dataset.ts';
import type { Erasure } from '../../dynamo/control/erasure-writer.ts';

/** What was removed, in numbers. */
export type ErasureCounts = {
  /** By dataset; each that is captured is there, also with 0. */
  readonly rows: Readonly<Record<string, number>>;
  /** Items of QoS samples. */
  readonly sampleItems: number;
  /** Meetings whose host they were. */
  readonly hosted: number;
  /** Meetings that anything was removed of. */
  readonly meetings: number;
};

/**
 * What a run has done. Nothing in it is personal: with `receipt` and `erasedAt` it can be kept as the proof. A rehearsal has
 * neither, nor has a run that found nothing to erase, which wrote the person's marks alone, at `markedAt`.
 */
export type Receipt = Partial<Erasure> & { readonly dryRun: boolean; readonly markedAt?: string } & ErasureCounts;

export function receiptOf(erasure: Erasure, dryRun: boolean, counts: ErasureCounts): Receipt {
  if (dryRun) return { dryRun, ...counts };
  return { dryRun, ...(counts.meetings > 0 ? erasure : { markedAt: erasure.erasedAt }), ...counts };
}

/** Counts while meetings are worked at the same time. */
export class ErasureTally {
  readonly #rows: Record<string, number> = Object.fromEntries(datasets.map((dataset) => [dataset, 0]));
  readonly #meetings = new Set<string>();
  #sampleItems = 0;
  #hosted = 0;

  addRows(uuid: string, dataset: string, { rows, sampleItems }: { rows: number; sampleItems: number }): void {
    this.#rows[dataset] = (this.#rows[dataset] ?? 0) + rows;
    this.#sampleItems += sampleItems;
    this.#meetings.add(uuid);
  }

  addHosted(uuid: string): void {
    this.#hosted += 1;
    this.#meetings.add(uuid);
  }

  /** All together, to see whether there were more. */
  get removed(): number {
    return this.#hosted + Object.values(this.#rows).reduce((sum, rows) => sum + rows, 0);
  }

  get counts(): ErasureCounts {
    return {
      rows: { ...this.#rows },
      sampleItems: this.#sampleItems,
      hosted: this.#hosted,
      meetings: this.#meetings.size,
    };
  }
}
