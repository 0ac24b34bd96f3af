import { type Command, InvalidArgumentError, Option } from 'commander';
import { isWanted, type MeetingFilter } from '../../shared/domain/meeting/meeting-filter.ts';
import type { MeetingRecord } from '../../shared/dynamo/meetings/meeting-item.ts';
import { newestFirst } from '../../shared/dynamo/meetings/meeting-order.ts';
import { itemsOf } from '../../shared/queries/paging.ts';
import { type CommandContext, note, withQueries } from '../command-context.ts';
import {
  addAccountsOption,
  addDayOptions,
  checkDays,
  chooseDays,
  type DayOptions,
  daysText,
  spanOf,
} from '../options.ts';
import { type AnswerOptions, addAnswerOptions, printAnswer } from '../texts/answer.ts';
import { meetingsAnswer } from '../texts/meeting-columns.ts';

type MeetingsOptions = AnswerOptions & DayOptions & MeetingFilter & { readonly account?: readonly string[] };

const examples = `
Days are those of --tz, by the time a meeting ended. How far the captures are says \`status\`.

Host, department, groups and tracking fields stand in Zoom's own list of meetings, which the hourly sweep reads: a meeting
that ended a moment ago has none yet. Texts are compared whole, in any letter case; all that is asked must hold.

Examples:
  $ zoom-capture meetings --day 2026-11-20
  $ zoom-capture meetings --from 2026-11-01 --to 2026-11-30 --csv > november.csv
  $ zoom-capture meetings --from 2026-11-01 --host ada@example.com --tracking 'Cost centre=4711'
  $ zoom-capture meetings --day 2026-11-20 --local --json | jq -r '.meetings[].uuid'`;

export function defineMeetings(command: Command, context: CommandContext): void {
  addDayOptions(command, 'those that ended');
  addAccountsOption(command);
  addFilterOptions(command);
  addAnswerOptions(command, 'meetings')
    .addHelpText('after', examples)
    .action((options: MeetingsOptions) => {
      checkDays(options);
      return withQueries(command, context, async ({ accounts, endedMeetings }, zone) => {
        const days = chooseDays(options, context.now(), zone);
        const ended = spanOf(days, zone);
        const wanted = options.account ?? (await accounts());
        const lists = wanted.map((account) => itemsOf(endedMeetings({ account, ended })));
        const { meetings, counts } = filtered(newestFirst(lists), options);
        const count = await printAnswer(meetingsAnswer(meetings, zone), options, context);
        if (counts.all === 0)
          await note(context, `No meeting ended ${daysText(days, zone)}: \`status\` lists the newest there are.`);
        else if (count === 0)
          await note(context, `None of the ${counts.all} meetings that ended ${daysText(days, zone)} is such.`);
        if (isFiltered(options) && counts.withoutRow > 0) await note(context, withoutRowText(counts.withoutRow));
      });
    });
}

const addFilterOptions = (command: Command): Command =>
  command
    .option('--host <who>', 'hosted by this address, name or Zoom user id')
    .option('--department <name>', 'of hosts of this department')
    .option('--group <name>', 'of hosts in this group')
    .addOption(
      new Option('--tracking <key=value>', 'with this tracking field; can be repeated: all of them').argParser(
        readTracking,
      ),
    );

type Tracking = NonNullable<MeetingFilter['tracking']>;

function readTracking(text: string, before: Tracking = []): Tracking {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('It must be key=value, such as "Cost centre=4711".');
  return [...before, { name: text.slice(0, at), value: text.slice(at + 1) }];
}

const isFiltered = ({ host, department, group, tracking }: MeetingFilter): boolean =>
  [host, department, group, tracking].some((wanted) => wanted !== undefined);

/** The meetings that are wanted; the counts are of all, once these have been read. */
function filtered(all: AsyncIterable<MeetingRecord>, filter: MeetingFilter) {
  const counts = { all: 0, withoutRow: 0 };
  const wanted = async function* () {
    for await (const meeting of all) {
      counts.all += 1;
      if (!meeting.listed) counts.withoutRow += 1;
      if (isWanted(meeting, filter)) yield meeting;
    }
  };
  return { meetings: wanted(), counts };
}

const withoutRowText = (count: number): string =>
  `${count} of these meetings ${count === 1 ? 'has' : 'have'} no row of Zoom's list yet: the hourly sweep brings it, and ` +
  '`backfill` for older ones.';
