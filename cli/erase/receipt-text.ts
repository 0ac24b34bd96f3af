import type { Receipt } from './erase.ts';

/** The receipt for people. */
export function receiptText({ dryRun, receipt, erasedAt, rows, sampleItems, hosted, meetings }: Receipt): string {
  const nothing = 'Nothing is stored of them. Check the spelling, or try their Zoom user id or another address.';
  const count = (number: number, of: string) => `${number.toLocaleString('en')} ${of}${number === 1 ? '' : 's'}`;
  const found = [
    dryRun ? 'Would be erased:' : 'Erased:',
    `  ${count(rows.participants, 'row')} of participants`,
    `  ${count(rows.report, 'row')} of the report`,
    `  ${count(rows.qos, 'row')} of QoS, with ${count(sampleItems, 'item')} of samples`,
    `  host and topic of ${count(hosted, 'meeting')}`,
    `in ${count(meetings, 'meeting')}.`,
  ];
  const proof = dryRun
    ? 'Nothing was changed.'
    : `A look through all meetings after it found nothing more.\nReceipt ${receipt}, ${erasedAt}`;
  const lines = meetings === 0 ? [nothing] : found;
  return `${[...lines, proof].join('\n')}\n`;
}
