import type { Command } from 'commander';
import { datasets } from '../../shared/domain/dataset.ts';
import type { MeetingAttendance } from '../../shared/queries/index.ts';
import { type AnswerOptions, addAnswerOptions, printAnswer } from '../answer.ts';
import { minutesText } from '../answer-cells.ts';
import { attendanceColumns } from '../attendance-columns.ts';
import { noteBefore } from '../completeness.ts';
import { printable } from '../printable.ts';
import { readUuid } from '../protect-uuids.ts';
import { note, withQueries } from '../query-command.ts';
import type { Rim } from '../rim.ts';
import { unknownMeeting } from '../unknown-meeting.ts';

type AttendanceOptions = AnswerOptions & { readonly thisUuid?: true };

const examples = `
Each person once, over all devices and rejoins; minutes count overlaps once, and the waiting room not at all. A meeting
restarted within 5 minutes is one, unless --this-uuid is given. Times are UTC. Flags:
  unidentified        nothing but a name: each of its sessions counts as a person
  assumed leave       no time of leaving: it counts up to the meeting's end
  unknown join        no time of joining: that session counts for nothing
  leave before join   likewise
  join before start, leave after end   what is outside of the meeting does not count

Examples:
  $ npm run --silent cli -- attendance '/bM3k0pVTL2GdZ1rY7eXqA=='
  $ npm run --silent cli -- attendance '/bM3k0pVTL2GdZ1rY7eXqA==' --csv > attendance.csv
  $ npm run --silent cli -- attendance '/bM3k0pVTL2GdZ1rY7eXqA==' --local --json | jq '.people[] | {name, attendedMinutes}'`;

export function addAttendance(program: Command, rim: Rim): void {
  const command = program
    .command('attendance')
    .description('Who attended a meeting, from when to when, for how many minutes.')
    .argument('<uuid>', 'the meeting, as Zoom writes its UUID', readUuid)
    .option('--this-uuid', 'without the meetings that it was restarted from or as');
  addAnswerOptions(command, 'people')
    .addHelpText('after', examples)
    .action((uuid: string, options: AttendanceOptions) =>
      withQueries(command, rim, async ({ attendance }) => {
        const found = await attendance({ uuid, extent: options.thisUuid ? 'this-uuid' : 'logical-meeting' });
        if (!found) throw unknownMeeting(uuid);
        for (const text of incompleteness(found)) await note(rim, text);
        const { people, meetingId, lengthSeconds, meetings, parts } = found;
        const facts = {
          ...{ meetingId, topic: meetings[0]?.meeting.topic, uuids: parts.map((part) => part.uuid), lengthSeconds },
          complete: incompleteness(found).length === 0,
        };
        const toJson = ({ sessions, ...person }: (typeof people)[number]) => ({ ...person, sessions: sessions.length });
        await printAnswer(
          (async function* () {
            yield* people;
          })(),
          { list: 'people', facts, columns: attendanceColumns, toJson },
          options,
          rim,
        );
        if (!options.json && !options.csv) await note(rim, totals(found));
      }),
    );
}

/** Datasets that are not whole, and why; of QoS nothing, since participants and report have every stay. */
function incompleteness({ meetings }: MeetingAttendance): string[] {
  const wanted = datasets.filter((dataset) => dataset !== 'qos');
  return meetings.flatMap(({ meeting, captures }) =>
    wanted.flatMap((dataset) => {
      const text = noteBefore(captures[dataset]);
      return text === undefined ? [] : [`${printable(meeting.uuid)}, ${dataset}: ${text}`];
    }),
  );
}

function totals({ people, parts, lengthSeconds }: MeetingAttendance): string {
  const restarts = parts.length - 1;
  const restarted = restarts > 0 ? `, restarted ${restarts === 1 ? 'once' : `${restarts} times`}` : '';
  const count = people.length === 1 ? '1 person' : `${people.length} people`;
  return `${count}; the meeting lasted ${minutesText(lengthSeconds / 60)} minutes${restarted}.`;
}
