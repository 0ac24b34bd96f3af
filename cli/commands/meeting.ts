import type { Command } from 'commander';
import { meetingNumber } from '../../shared/domain/meeting/meeting-id.ts';
import type { Zone } from '../../shared/domain/zone/zone.ts';
import type { MeetingRecord } from '../../shared/dynamo/meetings/meeting-item.ts';
import { type MeetingStatus, meetingStatus } from '../../shared/dynamo/meetings/meeting-status.ts';
import type { Queries } from '../../shared/queries/index.ts';
import { itemsOf } from '../../shared/queries/paging.ts';
import { type CommandContext, withQueries } from '../command-context.ts';
import { CliError, unknownMeeting } from '../errors.ts';
import { namedMeeting, uuidNamed } from '../named-meeting.ts';
import { createPaint, print } from '../output/terminal.ts';
import { type AnswerColumn, type AnswerOptions, addAnswerOptions, each, printAnswer } from '../texts/answer.ts';
import { meetingColumns, meetingsAnswer, wholeMeetingJson } from '../texts/meeting-columns.ts';
import { meetingDetails } from '../texts/meeting-status.ts';
import { readUuid } from '../uuid-argument.ts';

const examples = `
A meeting id is the number people dial: its instances are listed, newest first. A UUID is one of them.

With --json \`listRow\` is the meeting's row in Zoom's list of meetings, whole: host, department, tracking fields and what
else Zoom tells there. The hourly sweep reads it.

Examples:
  $ zoom-capture meeting '/bM3k0pVTL2GdZ1rY7eXqA=='
  $ zoom-capture meeting '932 0123 5621' --csv
  $ zoom-capture meeting 93201235621 --local --json | jq -r '.meetings[0].uuid'`;

export function defineMeeting(command: Command, context: CommandContext): void {
  command.argument('<meeting>', namedMeeting, readUuid);
  addAnswerOptions(command, 'meetings')
    .addHelpText('after', examples)
    .action((which: string, options: AnswerOptions) => {
      const meetingId = meetingNumber(which);
      return withQueries(command, context, (queries, zone) =>
        meetingId === undefined
          ? showOne(which, { options, queries, context, zone })
          : showInstances(meetingId, { options, queries, context, zone }),
      );
    });
}

type MeetingQuestion = {
  readonly options: AnswerOptions;
  readonly queries: Queries;
  readonly context: CommandContext;
  readonly zone: Zone;
};

async function showInstances(meetingId: string, { options, queries, context, zone }: MeetingQuestion): Promise<void> {
  const instances = itemsOf(queries.meetingInstances({ meetingId }));
  const count = await printAnswer(meetingsAnswer(instances, zone), options, context);
  if (count === 0) {
    throw new CliError(`The store has no meeting ${meetingId}: \`meetings --day\` lists those of a day.`);
  }
}

type CountedMeeting = { readonly meeting: MeetingRecord; readonly status: MeetingStatus; readonly people: number };

const columns: readonly AnswerColumn<CountedMeeting>[] = [
  ...meetingColumns.map(({ cell, name }) => ({ name, cell: ({ meeting }: CountedMeeting) => cell(meeting) })),
  { name: 'people', cell: ({ people }) => people },
];

async function showOne(name: string, { options, queries, context, zone }: MeetingQuestion): Promise<void> {
  const uuid = await uuidNamed(name, { queries, zone, context });
  const found = await queries.findMeeting(uuid);
  if (!found) throw unknownMeeting(uuid);
  const attended = await queries.attendance({ uuid, extent: 'this-uuid' });
  const status = meetingStatus(found, context.now());
  const one: CountedMeeting = { meeting: found.meeting, status, people: attended?.people.length ?? 0 };
  if (!options.json && !options.csv) {
    const people = `${'people'.padEnd(12)}${one.people}\n`;
    const details = meetingDetails(status, {
      paint: createPaint(context.stdout, context.env),
      zone,
      columns: options.wide ? undefined : context.stdout.columns,
    });
    return print(
      context.stdout,
      details.replace('\n\n', () => `\n${people}\n`),
    );
  }
  const toJson = ({ meeting, people }: CountedMeeting) => ({
    ...wholeMeetingJson(meeting),
    people,
    datasets: status.datasets,
  });
  await printAnswer({ items: each([one]), list: 'meetings', columns, zone, toJson }, options, context);
}
