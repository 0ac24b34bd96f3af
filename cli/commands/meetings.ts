import type { Command } from 'commander';
import { newestFirst } from '../../shared/dynamo/meetings/meeting-order.ts';
import { itemsOf } from '../../shared/queries/index.ts';
import { type AnswerOptions, addAnswerOptions, printAnswer } from '../answer.ts';
import { addDayOptions, type DayOptions, daysOf, daysText } from '../day-options.ts';
import { meetingColumns, meetingJson } from '../meeting-columns.ts';
import { collect, note, withQueries } from '../query-command.ts';
import type { Rim } from '../rim.ts';

type MeetingsOptions = AnswerOptions & DayOptions & { readonly account?: readonly string[] };

const examples = `
Days are UTC, by the time a meeting ended. How far the captures are says \`status\`.

Examples:
  $ npm run --silent cli -- meetings --day 2026-11-20
  $ npm run --silent cli -- meetings --from 2026-11-01 --to 2026-11-30 --csv > november.csv
  $ npm run --silent cli -- meetings --day 2026-11-20 --local --json | jq -r '.meetings[].uuid'`;

export function addMeetings(program: Command, rim: Rim): void {
  const command = program
    .command('meetings')
    .description('The meetings that ended on a day or in a range, newest first.');
  addDayOptions(command, 'those that ended');
  command.option('--account <id>', 'meetings of this Zoom account alone; can be repeated', collect);
  addAnswerOptions(command, 'meetings')
    .addHelpText('after', examples)
    .action((options: MeetingsOptions) => {
      const ended = daysOf(options, rim.now());
      return withQueries(command, rim, async ({ accounts, endedMeetings }) => {
        const of = options.account ?? (await accounts());
        const lists = of.map((account) => itemsOf(endedMeetings({ account, ended })));
        const shape = { list: 'meetings', columns: meetingColumns, toJson: meetingJson };
        const count = await printAnswer(newestFirst(lists), shape, options, rim);
        if (count === 0) await note(rim, `No meeting ended ${daysText(ended)}: \`status\` lists the newest there are.`);
      });
    });
}
