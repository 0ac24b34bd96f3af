import { printable, printableWithin } from '../printable.ts';
import { instantText } from '../status-table.ts';
import { tableText } from '../table.ts';
import type { SweepDays, SweptAccountDays } from './sweep-days.ts';

const topicWidth = 40;

/** What `sweep --json` prints: one line. */
export const sweepJson = ({ from, to, dryRun }: SweepDays, accounts: readonly SweptAccountDays[]): string =>
  `${JSON.stringify({ from, to, dryRun, accounts })}\n`;

/** The same for people. */
export const sweepText = ({ dryRun }: SweepDays, accounts: readonly SweptAccountDays[]): string =>
  accounts.map((account) => accountText(account, dryRun)).join('\n');

function accountText({ account, source, tally, missing, fault }: SweptAccountDays, dryRun: boolean): string {
  const name = printable(account) || 'The account';
  if (fault !== undefined) return `${name}: not looked at. ${printable(fault)}\n`;
  const from = source === 'history' ? 'report of meetings' : 'dashboard';
  const calls = `${counted(tally.calls, 'call')} to Zoom's ${from}`;
  const found = `${name}: ${counted(tally.listed, 'meeting')} ended (${calls}); ${tally.known} known`;
  const expired = tally.expired > 0 ? `, ${tally.expired} past their retention` : '';
  const queued = `${counted(tally.queued, 'capture')} ${dryRun ? 'would be queued' : 'queued'}`;
  if (missing.length === 0) return `${found}${expired}. Nothing was missing.\n`;
  const rows = missing.map(({ uuid, kind, topic = '', endTime, datasets }) => [
    printable(uuid),
    kind,
    printableWithin(topic, topicWidth),
    instantText(endTime),
    datasets.join(', '),
  ]);
  const titles = ['uuid', 'kind', 'topic', 'ended', 'missing'].map((title) => ({ title }));
  return `${found}${expired}, ${missing.length} missing: ${queued}.\n${tableText(titles, rows)}`;
}

const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;
