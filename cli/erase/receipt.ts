import type { Erasure } from '../../shared/dynamo/control/erasure-writer.ts';
import type { Counts } from './tally.ts';

/**
 * What a run has done. Nothing in it is personal: with `receipt` and `erasedAt` it can be kept as the proof. A rehearsal has
 * neither, nor has a run that found nothing to erase, which wrote the person's marks alone, at `markedAt`.
 */
export type Receipt = Partial<Erasure> & { readonly dryRun: boolean; readonly markedAt?: string } & Counts;

export function receiptOf(erasure: Erasure, dryRun: boolean, counts: Counts): Receipt {
  if (dryRun) return { dryRun, ...counts };
  return { dryRun, ...(counts.meetings > 0 ? erasure : { markedAt: erasure.erasedAt }), ...counts };
}

/** The receipt for people. */
export function receiptText({ dryRun, receipt, erasedAt, markedAt, ...counts }: Receipt): string {
  const { rows, sampleItems, hosted, meetings } = counts;
  const nothing = 'nothing is stored of them. Check the spelling, or try their Zoom user id or another address.';
  const count = (number: number, of: string) => `${number.toLocaleString('en')} ${of}${number === 1 ? '' : 's'}`;
  const found = [
    dryRun ? 'Would be erased:' : 'Erased:',
    `  ${count(rows.participants, 'row')} of participants`,
    `  ${count(rows.report, 'row')} of the report`,
    `  ${count(rows.qos, 'row')} of QoS, with ${count(sampleItems, 'item')} of samples`,
    `  host and topic of ${count(hosted, 'meeting')}`,
    `in ${count(meetings, 'meeting')}.`,
  ];
  const done =
    markedAt !== undefined
      ? `Marked: captures of meetings that ended before ${markedAt} store nothing of them.`
      : dryRun
        ? 'Nothing was changed.'
        : `A look through all meetings after it found nothing more.\nReceipt ${receipt}, ${erasedAt}`;
  const lines = meetings === 0 ? [`Nothing ${dryRun ? 'would be' : 'was'} erased: ${nothing}`] : found;
  return `${[...lines, done].join('\n')}\n`;
}
