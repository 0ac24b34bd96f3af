import type { Command } from 'commander';
import { newestFirst } from '../../shared/dynamo/meetings/meeting-order.ts';
import { itemsOf } from '../../shared/queries/paging.ts';
import { type CommandContext, note, withQueries } from '../command-context.ts';
import { addAccountsOption, addDayOptions, chooseDays, type DayOptions, daysText } from '../options.ts';
import { type AnswerOptions, addAnswerOptions, printAnswer } from '../output/answer.ts';
import { meetingsAnswer } from '../output/meeting-columns.ts';

type MeetingsOptions = AnswerOptions & DayOptions & { readonly account?: readonly string[] };

const examples = `
Days are UTC, by the time a meeting ended. How far the captures are says \`status\`.

Examples:
  $ npm run --silent cli -- meetings --day 2026-11-20
  $ npm run --silent cli -- meetings --from 2026-11-01 --to 2026-11-30 --csv > november.csv
  $ npm run --silent cli -- meetings --day 2026-11-20 --local --json | jq -r '.meetings[].uuid'`;

export function addMeetings(program: Command, context: CommandContext): void {
  const command = program
    .command('meetings')
    .description('The meetings that ended on a day or in a range, newest first.');
  addDayOptions(command, 'those that ended');
  addAccountsOption(command);
  addAnswerOptions(command, 'meetings')
    .addHelpText('after', examples)
    .action((options: MeetingsOptions) => {
      const ended = chooseDays(options, context.now());
      return withQueries(command, context, async ({ accounts, endedMeetings }) => {
        const wanted = options.account ?? (await accounts());
        const lists = wanted.map((account) => itemsOf(endedMeetings({ account, ended })));
        const count = await printAnswer(meetingsAnswer(newestFirst(lists)), options, context.stdout);
        if (count === 0)
          await note(context, `No meeting ended ${daysText(ended)}: \`status\` lists the newest there are.`);
      });
    });
}
