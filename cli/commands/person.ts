import { type Command, InvalidArgumentError } from 'commander';
import { itemsOf } from '../../shared/queries/paging.ts';
import type { PersonMeeting } from '../../shared/queries/person-meetings.ts';
import { type CommandContext, note, withQueries } from '../command-context.ts';
import { addDayOptions, checkDays, chooseDays, type DayOptions, daysText, readUuid, spanOf } from '../options.ts';
import { counted, flagsText, minutesText, percentText, roundedTo, secondText } from '../output/cells.ts';
import { printable } from '../output/printable.ts';
import { type AnswerColumn, type AnswerOptions, addAnswerOptions, printAnswer } from '../texts/answer.ts';
import { meetingJson } from '../texts/meeting-columns.ts';

const examples = `
Days are those of --tz, by the time of joining. An address is found in any letter case, an id as Zoom writes it; both lead to all
stays that Zoom's rows tie to either. Guests whose rows have neither an address nor an id are not listed.
An id that begins with - stands at the end, behind two dashes: person --day 2026-11-20 -- -yCxTTTTSiw02QgCAp8uQz

Examples:
  $ npm run --silent cli -- person ada@example.com --from 2026-11-01 --to 2026-11-30
  $ npm run --silent cli -- person z8yCxTTTTSiw02QgCAp8uQ --day 2026-11-20 --csv
  $ npm run --silent cli -- person ada@example.com --from 2026-11-01 --local --json | jq '[.meetings[].attendedMinutes] | add'`;

const columns: readonly AnswerColumn<PersonMeeting>[] = [
  { name: 'joined', cell: ({ joinedAt }) => joinedAt, text: ({ joinedAt }, zone) => secondText(joinedAt, zone) },
  { name: 'left', cell: (one) => one.lastLeaveAt, text: (one, zone) => secondText(one.lastLeaveAt, zone) },
  {
    name: 'minutes',
    cell: ({ attendedMinutes }) => roundedTo(attendedMinutes, 2),
    text: ({ attendedMinutes }) => minutesText(attendedMinutes),
  },
  { name: 'share', cell: ({ share }) => roundedTo(share, 4), text: ({ share }) => percentText(share) },
  { name: 'rejoins', cell: ({ rejoins }) => rejoins, text: ({ rejoins }) => (rejoins > 0 ? String(rejoins) : '') },
  { name: 'flags', cell: ({ oddities }) => flagsText({ oddities, knownBy: 'user-id' }) },
  { name: 'topic', cell: ({ meetings }) => meetings[0].topic },
  { name: 'meeting_id', cell: ({ meetings }) => meetings[0].meetingId },
  { name: 'uuid', cell: ({ meetings }) => meetings[0].uuid },
];

const toJson = ({ meetings, ...attended }: PersonMeeting) => ({
  ...attended,
  meetings: meetings.map((meeting) => meetingJson(meeting)),
});

export function addPerson(program: Command, context: CommandContext): void {
  const command = program
    .command('person')
    .description('The meetings that somebody joined, and for how many minutes each.')
    .argument('<email or id>', 'an e-mail address, or a Zoom user id', readPersonArgument);
  addDayOptions(command, 'meetings joined');
  addAnswerOptions(command, 'meetings')
    .addHelpText('after', examples)
    .action((person: string, options: AnswerOptions & DayOptions) => {
      checkDays(options);
      return withQueries(command, context, async ({ personMeetings }, zone) => {
        const days = chooseDays(options, context.now(), zone);
        const joined = spanOf(days, zone);
        let minutes = 0;
        const added = async function* (): AsyncGenerator<PersonMeeting> {
          for await (const one of itemsOf(personMeetings({ person, joined }))) {
            minutes += one.attendedMinutes;
            yield one;
          }
        };
        const answer = { items: added(), list: 'meetings', facts: { person, ...days }, columns, zone, toJson };
        const count = await printAnswer(answer, options, context.stdout);
        if (count === 0) {
          await note(
            context,
            `${printable(person)} joined no meeting ${daysText(days, zone)}: check the spelling, or try their Zoom user id or another address.`,
          );
        } else if (!options.json && !options.csv) {
          await note(context, `${counted(count, 'meeting')}, ${minutesText(minutes)} minutes.`);
        }
      });
    });
}

function readPersonArgument(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('It is blank: give an e-mail address or a Zoom user id.');
  return readUuid(text);
}
