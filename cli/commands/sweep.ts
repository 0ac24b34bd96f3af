import type { Command } from 'commander';
import type { Zone } from '../../shared/domain/zone/zone.ts';
import { type SweptAccountDays, sweepDays } from '../../shared/operations/sweep-function/sweep-function.ts';
import { type CommandContext, withStack } from '../command-context.ts';
import { CliError } from '../errors.ts';
import { addSweptAccountOption, chooseSweptDays, readDay } from '../options.ts';
import { counted, minuteText } from '../output/cells.ts';
import { jsonText, printable, printableWithin } from '../output/printable.ts';
import { tableText } from '../output/table.ts';
import { print } from '../output/terminal.ts';
import { wrapped } from '../output/wrap.ts';

type SweepOptions = {
  readonly from?: string;
  readonly to?: string;
  readonly account?: string;
  readonly dryRun?: boolean;
  readonly json?: true;
};

const topicWidth = 40;
/** From so many columns on the kind, and what is missing by name, have room. */
const fullTableColumns = 120;
/** Of the short table: end, UUID, and what stands between columns. */
const shortTableOtherColumns = 17 + 24 + 3 * 2;

const examples = `
Examples:
  $ zoom-capture sweep
      yesterday and today: what ended, what of it is missing, and has it captured
  $ zoom-capture sweep --from 2026-11-01 --to 2026-11-07 --dry-run
  $ zoom-capture sweep --from 2026-11-01 --account main --json | jq '.accounts[].missing[].uuid'
  $ zoom-capture sweep --local

The deployed function asks Zoom (with --local the running \`npm run serve\`), so that no credentials are needed here.
It does the same by itself every hour. Zoom lists the last six months; for more than a few days use backfill.`;

export function defineSweep(command: Command, context: CommandContext): void {
  command
    .option('--from <day>', 'first UTC day, such as 2026-11-20 (default: yesterday)', readDay)
    .option('--to <day>', 'last UTC day, included (default: today)', readDay);
  addSweptAccountOption(command)
    .option('--dry-run', 'show what is missing, and queue nothing')
    .option(
      '--json',
      'one line of JSON: {"from":..., "to":..., "dryRun":..., "accounts":[{"tally":..., "missing":[...]}]}',
    )
    .addHelpText('after', examples)
    .action(({ account, dryRun = false, json, ...days }: SweepOptions) => {
      const { from, to } = chooseSweptDays(days, context.now());
      const request = { from, to, dryRun, ...(account !== undefined && { account }) };
      return withStack(command, context, async ({ invokeSweep }, zone) => {
        const accounts = await sweepDays(request, invokeSweep);
        const text = json
          ? `${jsonText({ from, to, dryRun, accounts })}\n`
          : accounts.map((one) => accountText(one, { dryRun, zone, columns: context.stdout.columns })).join('\n');
        await print(context.stdout, text);
        const [failed, ...others] = accounts.filter(({ fault }) => fault !== undefined);
        if (!failed) return;
        const names = [failed, ...others].map((one) => one.account).join(', ');
        throw new CliError(`Not swept: ${names}. ${failed.fault}`);
      });
    });
}

type SweepView = { readonly dryRun: boolean; readonly zone: Zone; readonly columns?: number | undefined };

function accountText(swept: SweptAccountDays, { dryRun, zone, columns = Infinity }: SweepView): string {
  const { account, source, tally, missing, fault } = swept;
  const name = printable(account) || 'The account';
  if (fault !== undefined) return wrapped(`${name}: not swept. ${printable(fault)}`, columns);
  const calls = `${counted(tally.calls, 'call')} to Zoom's ${source === 'history' ? 'report of meetings' : 'dashboard'}`;
  const found = `${name}: ${counted(tally.listed, 'meeting')} ended (${calls}); ${tally.known} known`;
  const expired = tally.expired > 0 ? `, ${tally.expired} past their retention` : '';
  const leftOut = tally.leftOut > 0 ? `, ${tally.leftOut} of a kind that the settings leave out` : '';
  if (missing.length === 0) return wrapped(`${found}${expired}${leftOut}. Nothing was missing.`, columns);
  const queued = `${counted(tally.queued, 'capture')} ${dryRun ? 'would be queued' : 'queued'}`;
  const head = wrapped(`${found}${expired}${leftOut}, ${missing.length} missing: ${queued}.`, columns);
  return `${head}${columns < fullTableColumns ? shortTable(swept, { columns, zone }) : longTable(swept, zone)}`;
}

const longTable = ({ missing }: SweptAccountDays, zone: Zone): string =>
  tableText(
    ['uuid', 'kind', 'topic', 'ended', 'missing'],
    missing.map(({ uuid, kind, topic = '', endTime, datasets }) => [
      printable(uuid),
      kind,
      printableWithin(topic, topicWidth),
      minuteText(endTime, zone),
      datasets.join(', '),
    ]),
  );

/** Of a meeting whose captures are all missing it is enough to say so. */
function shortTable(
  { missing, datasets: captured }: SweptAccountDays,
  { columns, zone }: { readonly columns: number; readonly zone: Zone },
): string {
  const missingOf = (names: readonly string[]) => (names.length === captured.length ? 'all' : names.join(', '));
  const widest = Math.max('missing'.length, ...missing.map(({ datasets }) => missingOf(datasets).length));
  return tableText(
    ['ended', 'uuid', 'missing', 'topic'],
    missing.map(({ uuid, topic = '', endTime, datasets }) => [
      minuteText(endTime, zone),
      printable(uuid),
      missingOf(datasets),
      printableWithin(topic, Math.max(8, columns - shortTableOtherColumns - widest)),
    ]),
  );
}
