import { type Command, InvalidArgumentError } from 'commander';
import type { PersonQuality } from '../../shared/analysis/quality/person-quality.ts';
import { omit } from '../../shared/domain/omit.ts';
import { personKey } from '../../shared/domain/person-key.ts';
import { itemsOf } from '../../shared/queries/paging.ts';
import type { PersonMeeting } from '../../shared/queries/person-meetings.ts';
import { type CommandContext, note, withQueries, withStack } from '../command-context.ts';
import { UsageError } from '../errors.ts';
import { addDayOptions, checkDays, chooseDays, type DayOptions, daysText, pseudonymKeys, spanOf } from '../options.ts';
import { counted, flagsText, minutesText, percentText, roundedTo, secondText } from '../output/cells.ts';
import { jsonText, printable } from '../output/printable.ts';
import { printAll } from '../output/terminal.ts';
import { type AnswerColumn, type AnswerOptions, addAnswerOptions, printAnswer } from '../texts/answer.ts';
import { meetingJson } from '../texts/meeting-columns.ts';
import { readUuid } from '../uuid-argument.ts';

const examples = `
Days are those of --tz, by the time of joining. An address is found in any letter case, an id as Zoom writes it; both lead to all
stays that Zoom's rows tie to either. Guests whose rows have neither an address nor an id are not listed.
--everything is what an erasure would remove, for whoever asks what is stored of them: a line of JSON a row, as Zoom sent it
with its samples, and what Zoom's list says of meetings that they hosted. Links and passwords that let one in are left out.
Every meeting is read twice: about two read units per session.
An id that begins with - stands at the end, behind two dashes: person --day 2026-11-20 -- -yCxTTTTSiw02QgCAp8uQz

Examples:
  $ zoom-capture person ada@example.com --from 2026-11-01 --to 2026-11-30
  $ zoom-capture person z8yCxTTTTSiw02QgCAp8uQ --day 2026-11-20 --csv
  $ zoom-capture person ada@example.com --everything > ada.jsonl
  $ zoom-capture person ada@example.com --from 2026-11-01 --local --json | jq '[.meetings[].attendedMinutes] | add'`;

type PersonOptions = AnswerOptions & DayOptions & { readonly everything?: true; readonly quality?: true };

/** A meeting of theirs, with how their connection was where that is asked for and was measured. */
type ShownMeeting = PersonMeeting & { readonly quality?: PersonQuality | undefined };

const qualityColumns: readonly AnswerColumn<ShownMeeting>[] = [
  {
    name: 'bad_share',
    importance: 2,
    cell: ({ quality }) => quality && roundedTo(quality.badShare, 4),
    text: ({ quality }) => (quality ? percentText(quality.badShare) : ''),
  },
  { name: 'bad_minutes', only: 'csv', cell: ({ quality }) => quality?.badMinutes },
  { name: 'measured_minutes', only: 'csv', cell: ({ quality }) => quality?.minutes },
];

const columns: readonly AnswerColumn<ShownMeeting>[] = [
  { name: 'joined', cell: ({ joinedAt }) => joinedAt, text: ({ joinedAt }, zone) => secondText(joinedAt, zone) },
  { name: 'left', cell: (one) => one.lastLeaveAt, text: (one, zone) => secondText(one.lastLeaveAt, zone) },
  {
    name: 'minutes',
    importance: 2,
    cell: ({ attendedMinutes }) => roundedTo(attendedMinutes, 2),
    text: ({ attendedMinutes }) => minutesText(attendedMinutes),
  },
  { name: 'share', cell: ({ share }) => roundedTo(share, 4), text: ({ share }) => percentText(share) },
  { name: 'late', cell: minutesLate, text: (one) => String(Math.floor(minutesLate(one) ?? 0) || '') },
  { name: 'rejoins', cell: ({ rejoins }) => rejoins, text: ({ rejoins }) => (rejoins > 0 ? String(rejoins) : '') },
  { name: 'flags', shorten: true, cell: ({ oddities }) => flagsText({ oddities, knownBy: 'user-id' }) },
  { name: 'topic', shorten: true, importance: 2, cell: ({ meetings }) => meetings[0].topic },
  { name: 'meeting_id', cell: ({ meetings }) => meetings[0].meetingId },
  { name: 'uuid', importance: 3, cell: ({ meetings }) => meetings[0].uuid },
];

/** From the meeting's start to the first joining; undefined where one of them is not known, 0 for who came before. */
function minutesLate({ firstJoinAt, meetings: [{ startTime }] }: PersonMeeting): number | undefined {
  const minutes = (Date.parse(firstJoinAt ?? '') - Date.parse(startTime ?? '')) / 60_000;
  return Number.isNaN(minutes) ? undefined : roundedTo(Math.max(0, minutes), 2);
}

const toJson = ({ meetings, ...attended }: ShownMeeting) => ({
  ...attended,
  minutesLate: minutesLate({ meetings, ...attended }),
  meetings: meetings.map((meeting) => meetingJson(meeting)),
});

export function definePerson(command: Command, context: CommandContext): void {
  command.argument('<email or id>', 'an e-mail address, or a Zoom user id', readPersonArgument);
  addDayOptions(command, 'meetings joined')
    .option('--quality', 'the share of bad minutes too: reads all rows of each meeting')
    .option('--everything', 'all rows that are stored of them, a line of JSON each');
  addAnswerOptions(command, 'meetings')
    .addHelpText('after', examples)
    .action((person: string, options: PersonOptions) => {
      if (options.everything) return showEverything(person, options, { command, context });
      checkDays(options);
      return withQueries(command, context, async ({ personMeetings, personQuality }, zone) => {
        const days = chooseDays(options, context.now(), zone);
        const joined = spanOf(days, zone);
        let minutes = 0;
        const added = async function* (): AsyncGenerator<ShownMeeting> {
          for await (const one of itemsOf(personMeetings({ person, joined }))) {
            minutes += one.attendedMinutes;
            yield options.quality ? { ...one, quality: await personQuality({ person, meetings: one.meetings }) } : one;
          }
        };
        const answer = {
          items: added(),
          list: 'meetings',
          facts: { person, ...days },
          columns: options.quality ? [...columns, ...qualityColumns] : columns,
          zone,
          toJson,
        };
        const count = await printAnswer(answer, options, context);
        if (count === 0) {
          await note(
            context,
            `${printable(person)} joined no meeting ${daysText(days, zone)}: check the spelling, or try their Zoom user id or another address.`,
          );
        } else if (!options.json && !options.csv) {
          await note(
            context,
            `${counted(count, 'meeting')}, ${minutesText(minutes)} minutes (${(minutes / 60).toFixed(1)} hours).`,
          );
        }
      });
    });
}

/** For a subject's request: what an erasure would remove. @throws {UsageError} with options that would leave some of it out */
function showEverything(
  person: string,
  options: PersonOptions,
  { command, context }: { readonly command: Command; readonly context: CommandContext },
): Promise<void> {
  const [other] = Object.keys(omit(options, 'everything', 'json'));
  if (other !== undefined) throw new UsageError(`--everything is all that is stored: leave --${other} out.`);
  const keys = pseudonymKeys(context);
  return withStack(command, context, async ({ dynamodb: client, output }) => {
    // Loaded here alone: it reads every meeting.
    const { everythingOf } = await import('../../shared/operations/everything/everything.ts');
    const { now, sleep } = context;
    const captures = { client, table: output('CapturesTable'), random: Math.random };
    let count = 0;
    const lines = async function* (): AsyncGenerator<string> {
      for await (const one of everythingOf(
        { person: personKey(person), pseudonymKeys: keys },
        { captures, now, sleep },
      )) {
        count += 1;
        yield `${jsonText(one)}\n`;
      }
    };
    await printAll(context.stdout, lines());
    await note(context, `${counted(count, 'row')} of ${printable(person)}.`);
    if (count > 0) return;
    // Such an address is not theirs alone, and an erasure would not go by it either.
    const advice = 'An address that several users bear names nobody: ask by their Zoom user id.';
    await note(context, `Check the spelling. ${advice}`);
  });
}

function readPersonArgument(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('It is blank: give an e-mail address or a Zoom user id.');
  return readUuid(text);
}
