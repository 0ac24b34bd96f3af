import type { Command } from 'commander';
import { fieldText } from '../../shared/domain/field-text.ts';
import type { Queries, SessionQuality } from '../../shared/queries/index.ts';
import { itemsOf } from '../../shared/queries/index.ts';
import { type AnswerOptions, addAnswerOptions, printAnswer } from '../answer.ts';
import { CliError } from '../cli-error.ts';
import { noteBefore } from '../completeness.ts';
import { isParticipant } from '../participant-filter.ts';
import { print } from '../print.ts';
import { printable } from '../printable.ts';
import { readUuid } from '../protect-uuids.ts';
import { minuteColumns, minuteLines, streamColumns, streamLines } from '../qos-columns.ts';
import { note, withQueries } from '../query-command.ts';
import type { Rim } from '../rim.ts';
import { unknownMeeting } from '../unknown-meeting.ts';

type QosOptions = AnswerOptions & { readonly participant?: string };

/** Names that an error lists. */
const mostNamed = 10;

const examples = `
A line for each session and stream: average / p95 / maximum of latency and jitter in ms, packet loss in %, bitrate in kbps,
and the share of bad minutes: latency over 150 ms, jitter over 40 ms or loss over 2 %. Times are UTC.
With --participant also minute by minute; --csv then has the minutes alone.

Examples:
  $ npm run --silent cli -- qos '/bM3k0pVTL2GdZ1rY7eXqA=='
  $ npm run --silent cli -- qos '/bM3k0pVTL2GdZ1rY7eXqA==' --participant ada@example.com
  $ npm run --silent cli -- qos '/bM3k0pVTL2GdZ1rY7eXqA==' --participant 16778240 --csv --local > minutes.csv`;

export function addQos(program: Command, rim: Rim): void {
  const command = program
    .command('qos')
    .description('How good the connections of a meeting were, by session and stream.')
    .argument('<uuid>', 'the meeting, as Zoom writes its UUID', readUuid)
    .option('--participant <user id, name or email>', 'one participant, also minute by minute');
  addAnswerOptions(command, 'sessions')
    .addHelpText('after', examples)
    .action((uuid: string, options: QosOptions) =>
      withQueries(command, rim, async (queries) => {
        const found = await queries.findMeeting(uuid);
        if (!found) throw unknownMeeting(uuid);
        await note(rim, noteBefore(found.captures.qos));
        await (options.participant === undefined
          ? showSessions(uuid, queries, options, rim)
          : showParticipant(uuid, options.participant, queries, options, rim));
      }),
    );
}

async function showSessions(uuid: string, { sessionQuality }: Queries, options: QosOptions, rim: Rim): Promise<void> {
  const sessions = itemsOf(sessionQuality({ uuid }));
  const count = await showLines(sessions, uuid, options, rim);
  if (count === 0) await note(rim, 'It has no QoS session: `status` with its UUID says why.');
}

async function showParticipant(uuid: string, participant: string, queries: Queries, options: QosOptions, rim: Rim) {
  const only = (row: SessionQuality['row']) => isParticipant(row, participant);
  const sessions = await Array.fromAsync(itemsOf(queries.sessionQuality({ uuid, samples: true, only })));
  if (sessions.length === 0) throw await unknownParticipant(uuid, participant, queries);
  if (options.csv) {
    const shape = { list: 'minutes', columns: minuteColumns, toJson: () => undefined };
    await printAnswer(each(sessions.flatMap(minuteLines)), shape, options, rim);
    return;
  }
  await showLines(each(sessions), uuid, options, rim);
  if (options.json) return;
  await print(rim.stdout, '\n');
  const shape = { list: 'minutes', columns: minuteColumns, toJson: () => undefined };
  await printAnswer(each(sessions.flatMap(minuteLines)), shape, options, rim);
}

async function showLines(sessions: AsyncIterable<SessionQuality>, uuid: string, options: QosOptions, rim: Rim) {
  if (options.json) {
    const toJson = ({ row, summary }: SessionQuality) => ({ ...row, summary });
    return printAnswer(sessions, { list: 'sessions', facts: { uuid }, columns: [], toJson }, options, rim);
  }
  const lines = async function* () {
    for await (const session of sessions) yield* streamLines(session);
  };
  const shape = { list: 'sessions', columns: streamColumns, toJson: () => undefined };
  return printAnswer(lines(), shape, options, rim);
}

async function unknownParticipant(uuid: string, participant: string, { sessionQuality }: Queries): Promise<CliError> {
  const names = new Set<string>();
  for await (const { row } of itemsOf(sessionQuality({ uuid }))) {
    names.add(printable(fieldText(row, 'user_name') ?? fieldText(row, 'user_id') ?? '-'));
  }
  const [some, more] = [[...names].slice(0, mostNamed).join(', '), names.size > mostNamed ? ', …' : ''];
  const whom = names.size === 0 ? 'it has none.' : `it has ${some}${more}.`;
  return new CliError(`No QoS session of this meeting is of ${printable(participant)}: ${whom}`);
}

async function* each<Value>(values: readonly Value[]): AsyncGenerator<Value> {
  yield* values;
}
