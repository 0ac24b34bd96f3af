import type { Command } from 'commander';
import type { MeetingRecord } from '../../shared/dynamo/meetings/meeting-item.ts';
import { type MeetingStatus, meetingStatus } from '../../shared/dynamo/meetings/meeting-status.ts';
import type { Queries } from '../../shared/queries/index.ts';
import { itemsOf } from '../../shared/queries/index.ts';
import { type AnswerColumn, type AnswerOptions, addAnswerOptions, printAnswer } from '../answer.ts';
import { CliError } from '../cli-error.ts';
import { meetingColumns, meetingJson } from '../meeting-columns.ts';
import { createPaint } from '../paint.ts';
import { print } from '../print.ts';
import { readUuid } from '../protect-uuids.ts';
import { withQueries } from '../query-command.ts';
import type { Rim } from '../rim.ts';
import { meetingDetails } from '../status-details.ts';
import { unknownMeeting } from '../unknown-meeting.ts';

const examples = `
A meeting id is the number people dial: its instances are listed, newest first. A UUID is one of them. Times are UTC.

Examples:
  $ npm run --silent cli -- meeting '/bM3k0pVTL2GdZ1rY7eXqA=='
  $ npm run --silent cli -- meeting '932 0123 5621' --csv
  $ npm run --silent cli -- meeting 93201235621 --local --json | jq -r '.meetings[0].uuid'`;

export function addMeeting(program: Command, rim: Rim): void {
  const command = program
    .command('meeting')
    .description('One meeting: what it was, its captures, how many people; or all instances of a meeting id.')
    .argument('<uuid or meeting id>', 'a UUID as Zoom writes it, or the number people dial', readUuid);
  addAnswerOptions(command, 'meetings')
    .addHelpText('after', examples)
    .action((which: string, options: AnswerOptions) => {
      const meetingId = meetingIdOf(which);
      return withQueries(command, rim, (queries) =>
        meetingId === undefined
          ? showOne(which, queries, options, rim)
          : showInstances(meetingId, queries, options, rim),
      );
    });
}

/** Zoom shows `932 0123 5621` and `932-0123-5621`. A UUID is no number. */
const meetingIdOf = (text: string): string | undefined =>
  /^\d[\d -]*$/.test(text) ? text.replace(/[ -]/g, '') : undefined;

async function showInstances(meetingId: string, { meetingInstances }: Queries, options: AnswerOptions, rim: Rim) {
  const shape = { list: 'meetings', columns: meetingColumns, toJson: meetingJson };
  const count = await printAnswer(itemsOf(meetingInstances({ meetingId })), shape, options, rim);
  if (count === 0)
    throw new CliError(`The store has no meeting ${meetingId}: \`meetings --day\` lists those of a day.`);
}

type One = { readonly meeting: MeetingRecord; readonly status: MeetingStatus; readonly people: number };

const columns: readonly AnswerColumn<One>[] = [
  ...meetingColumns.map(({ cell, name }) => ({ name, cell: ({ meeting }: One) => cell(meeting) })),
  { name: 'people', cell: ({ people }) => people },
];

async function showOne(uuid: string, { findMeeting, attendance }: Queries, options: AnswerOptions, rim: Rim) {
  const found = await findMeeting(uuid);
  if (!found) throw unknownMeeting(uuid);
  const attended = await attendance({ uuid, extent: 'this-uuid' });
  const status = meetingStatus(found, rim.now());
  const one: One = { meeting: found.meeting, status, people: attended?.people.length ?? 0 };
  if (!options.json && !options.csv) {
    const people = `${'people'.padEnd(12)}${one.people}\n`;
    return print(rim.stdout, meetingDetails(status, createPaint(rim.stdout, rim.env)).replace('\n\n', `\n${people}\n`));
  }
  const toJson = ({ meeting, people }: One) => ({ ...meetingJson(meeting), people, datasets: status.datasets });
  await printAnswer(only(one), { list: 'meetings', columns, toJson }, options, rim);
}

async function* only<Value>(value: Value): AsyncGenerator<Value> {
  yield value;
}
