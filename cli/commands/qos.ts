import type { Command } from 'commander';
import type { Spread } from '../../shared/domain/quality/spread.ts';
import type { Medium, Reading } from '../../shared/domain/quality/stream-minute.ts';
import { isBadMinute, readStream } from '../../shared/domain/quality/stream-minute.ts';
import type { StreamSummary } from '../../shared/domain/quality/summary.ts';
import { type StreamName, streamNames } from '../../shared/domain/quality/summary.ts';
import { isRow } from '../../shared/domain/row/exact-json.ts';
import { fieldText } from '../../shared/domain/row/field-text.ts';
import type { Row } from '../../shared/domain/row/row.ts';
import type { Zone } from '../../shared/domain/zone/zone.ts';
import type { Queries } from '../../shared/queries/index.ts';
import { itemsOf } from '../../shared/queries/paging.ts';
import type { SessionQuality } from '../../shared/queries/quality.ts';
import { type CommandContext, note, withQueries } from '../command-context.ts';
import { CliError, unknownMeeting } from '../errors.ts';
import { namedMeeting, uuidNamed } from '../named-meeting.ts';
import { percentText, roundedTo, secondText, streamText } from '../output/cells.ts';
import { printable } from '../output/printable.ts';
import { print } from '../output/terminal.ts';
import { type AnswerColumn, type AnswerOptions, addAnswerOptions, each, printAnswer } from '../texts/answer.ts';
import { noteBefore, noteWithoutSamples } from '../texts/capture-notes.ts';
import { readUuid } from '../uuid-argument.ts';

type QosOptions = AnswerOptions & { readonly participant?: string };

/** Names that an error lists. */
const mostNamed = 10;

const examples = `
A line for each session and stream: average / p95 / maximum of latency and jitter in ms, packet loss in %, bitrate in kbps,
and the share of bad minutes: latency over 150 ms, jitter over 40 ms or loss over 2 %.
With --participant also minute by minute; --csv then has the minutes alone.

Examples:
  $ zoom-capture qos '/bM3k0pVTL2GdZ1rY7eXqA=='
  $ zoom-capture qos '/bM3k0pVTL2GdZ1rY7eXqA==' --participant ada@example.com
  $ zoom-capture qos '/bM3k0pVTL2GdZ1rY7eXqA==' --participant 16778240 --csv --local > minutes.csv`;

export function defineQos(command: Command, context: CommandContext): void {
  command
    .argument('<meeting>', namedMeeting, readUuid)
    .option('--participant <user id, name or email>', 'one participant, also minute by minute');
  addAnswerOptions(command, 'sessions')
    .addHelpText('after', examples)
    .action((name: string, options: QosOptions) =>
      withQueries(command, context, async (queries, zone) => {
        const uuid = await uuidNamed(name, { queries, zone, context });
        const found = await queries.findMeeting(uuid);
        if (!found) throw unknownMeeting(uuid);
        await note(context, noteBefore(found.captures.qos));
        const question = { uuid, queries, options, context, zone };
        await (options.participant === undefined
          ? showSessions(question)
          : showParticipant(options.participant, question));
      }),
    );
}

type QosQuestion = {
  readonly uuid: string;
  readonly queries: Queries;
  readonly options: QosOptions;
  readonly context: CommandContext;
  readonly zone: Zone;
};

async function showSessions(question: QosQuestion): Promise<void> {
  const { uuid, queries, context } = question;
  const count = await showLines(itemsOf(queries.sessionQuality({ uuid })), question);
  if (count === 0) await note(context, 'It has no QoS session: `status` with its UUID says why.');
}

async function showParticipant(participant: string, question: QosQuestion): Promise<void> {
  const { uuid, queries, options, context, zone } = question;
  const only = (row: Row) => isParticipant(row, participant);
  const sessions = await Array.fromAsync(itemsOf(queries.sessionQuality({ uuid, samples: true, only })));
  if (sessions.length === 0) throw await unknownParticipant(participant, question);
  await note(context, noteWithoutSamples(sessions.filter(({ row }) => !Array.isArray(row.user_qos)).length));
  if (!options.csv) await showLines(each(sessions), question);
  if (options.json) return;
  if (!options.csv) await print(context.stdout, '\n');
  const minutes = each(sessions.flatMap(minuteLines));
  const answer = { items: minutes, list: 'minutes', columns: minuteColumns, zone, toJson: () => undefined };
  await printAnswer(answer, options, context);
}

/** Sessions in JSON, else their streams. @returns how many */
async function showLines(
  sessions: AsyncIterable<SessionQuality>,
  { uuid, options, context, zone }: QosQuestion,
): Promise<number> {
  const list = 'sessions';
  if (options.json) {
    const toJson = ({ row, summary }: SessionQuality) => ({ ...row, summary });
    const answer = { items: sessions, list, facts: { uuid }, columns: [], zone, toJson };
    return printAnswer(answer, options, context);
  }
  const streams = async function* (): AsyncGenerator<StreamLine> {
    for await (const session of sessions) yield* streamLines(session);
  };
  const answer = { items: streams(), list, columns: streamColumns, zone, toJson: () => undefined };
  return printAnswer(answer, options, context);
}

async function unknownParticipant(participant: string, { uuid, queries }: QosQuestion): Promise<CliError> {
  const names = new Set<string>();
  for await (const { row } of itemsOf(queries.sessionQuality({ uuid }))) {
    names.add(printable(fieldText(row, 'user_name') ?? fieldText(row, 'user_id') ?? '-'));
  }
  const some = [...names].slice(0, mostNamed).join(', ');
  const more = names.size > mostNamed ? ', …' : '';
  const whom = names.size === 0 ? 'it has none.' : `it has ${some}${more}.`;
  return new CliError(`No QoS session of this meeting is of ${printable(participant)}: ${whom}`);
}

const idFields = ['user_id', 'id', 'participant_user_id', 'participant_uuid'];
const textFields = ['email', 'user_name'];

/** Whether a row is of the participant that somebody names by an id, or by address or name in any letter case. */
export function isParticipant(row: Row, participant: string): boolean {
  const text = participant.trim();
  return (
    idFields.some((field) => fieldText(row, field) === text) ||
    textFields.some((field) => fieldText(row, field)?.toLowerCase() === text.toLowerCase())
  );
}

type SessionLine = { readonly row: Row; readonly stream?: StreamName };

/** One medium in one direction of one session; without a stream where nothing was measured. */
type StreamLine = SessionLine & { readonly summary?: StreamSummary };

function streamLines({ row, summary }: SessionQuality): StreamLine[] {
  const lines = streamNames.flatMap((stream): StreamLine[] => {
    const one = summary?.[stream];
    return one ? [{ row, stream, summary: one }] : [];
  });
  return lines.length > 0 ? lines : [{ row }];
}

/** One minute of one stream. */
type MinuteLine = SessionLine & { readonly stream: StreamName; readonly at: string; readonly reading: Reading };

function minuteLines({ row }: SessionQuality): MinuteLine[] {
  const samples: readonly unknown[] = Array.isArray(row.user_qos) ? row.user_qos : [];
  return samples.filter(isRow).flatMap((sample) =>
    streamNames.flatMap((stream): MinuteLine[] => {
      const reading = readStream(sample[stream]);
      return reading ? [{ row, stream, at: fieldText(sample, 'date_time') ?? '', reading }] : [];
    }),
  );
}

const whoColumns: readonly AnswerColumn<SessionLine>[] = [
  { name: 'name', width: 28, shorten: true, importance: 2, cell: ({ row }) => fieldText(row, 'user_name') },
  { name: 'email', only: 'csv', cell: ({ row }) => fieldText(row, 'email') },
  { name: 'user_id', cell: ({ row }) => fieldText(row, 'user_id') },
];
const streamColumn: AnswerColumn<SessionLine> = {
  name: 'stream',
  cell: (line) => line.stream,
  text: (line) => (line.stream ? streamText(line.stream) : ''),
};

/** `avg / p95 / max` for people, three columns in CSV. */
const spreadColumns = (
  measure: 'latency' | 'jitter' | 'loss' | 'bitrate',
  unit: string,
): readonly AnswerColumn<StreamLine>[] => [
  {
    name: `${measure}_${unit}`,
    only: 'people',
    cell: () => undefined,
    text: ({ summary }) => spreadText(summary?.[measure]),
  },
  ...(['avg', 'p95', 'max'] as const).map(
    (part): AnswerColumn<StreamLine> => ({
      name: `${measure}_${part}_${unit}`,
      only: 'csv',
      cell: ({ summary }) => summary?.[measure]?.[part],
    }),
  ),
];

const spreadText = (spread: Spread | undefined): string =>
  spread ? `${spread.avg} / ${spread.p95} / ${spread.max}` : '';

const streamColumns: readonly AnswerColumn<StreamLine>[] = [
  ...whoColumns,
  {
    name: 'joined',
    cell: ({ row }) => fieldText(row, 'join_time'),
    text: ({ row }, zone) => secondText(fieldText(row, 'join_time'), zone),
  },
  streamColumn,
  { name: 'minutes', cell: ({ summary }) => summary?.minutes },
  {
    name: 'bad_share',
    cell: ({ summary }) => summary && roundedTo(summary.badShare, 4),
    text: ({ summary }) => (summary ? percentText(summary.badShare) : ''),
  },
  ...spreadColumns('latency', 'ms'),
  ...spreadColumns('jitter', 'ms'),
  ...spreadColumns('loss', 'percent'),
  ...spreadColumns('bitrate', 'kbps'),
];

const minuteColumns: readonly AnswerColumn<MinuteLine>[] = [
  ...whoColumns,
  { name: 'minute', cell: ({ at }) => at, text: ({ at }, zone) => secondText(at, zone) },
  streamColumn,
  { name: 'bad', cell: ({ stream, reading }) => (isBadMinute(mediumOf(stream), reading) ? 'bad' : '') },
  { name: 'latency_ms', cell: ({ reading }) => reading.latency },
  { name: 'jitter_ms', cell: ({ reading }) => reading.jitter },
  { name: 'avg_loss_percent', cell: ({ reading }) => reading.avg_loss },
  { name: 'max_loss_percent', cell: ({ reading }) => reading.max_loss },
  { name: 'bitrate_kbps', cell: ({ reading }) => reading.bitrate },
];

function mediumOf(name: StreamName): Medium {
  if (name.startsWith('audio')) return 'audio';
  return name.startsWith('video') ? 'video' : 'as';
}
