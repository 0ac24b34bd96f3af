import { type Dataset, datasets } from '../../shared/domain/dataset.ts';
import type { DatasetStatus, LiveStatus, MeetingStatus } from '../../shared/dynamo/meetings/meeting-status.ts';
import { whyEmpty } from './capture-notes.ts';
import { minuteText } from './cells.ts';
import { printable, printableWithin } from './printable.ts';
import { tableText } from './table.ts';
import type { Colour, Paint } from './terminal.ts';

/** What the columns beside the topic take, about. */
const otherColumns = 104;
const topicWidths = { least: 16, most: 40 };
/** UUIDs named of the captures that suffer from the same. */
const mostNamed = 3;

const colours: Readonly<Record<DatasetStatus['state'], Colour>> = {
  settled: 'green',
  captured: 'green',
  empty: 'green',
  waiting: 'yellow',
  running: 'yellow',
  unregistered: 'yellow',
  live: 'yellow',
  parked: 'red',
  unavailable: 'red',
  failed: 'red',
};

/** One line a meeting. `columns` is the terminal's width; without one the topics have theirs. */
export function statusTable(meetings: readonly MeetingStatus[], paint: Paint, columns?: number): string {
  const { least, most } = topicWidths;
  const topicWidth = columns === undefined ? most : Math.max(least, Math.min(most, columns - otherColumns));
  const rows = meetings.map((meeting) => [
    printableWithin(meeting.topic ?? '', topicWidth),
    printable(meeting.uuid),
    meeting.kind,
    minuteText(meeting.endTime),
    ...datasets.map((dataset) => stateText(meeting.datasets[dataset], paint)),
  ]);
  return tableText(['topic', 'uuid', 'kind', 'ended', ...datasets], rows);
}

/** Everything about one meeting. */
export function meetingDetails(status: MeetingStatus | LiveStatus, paint: Paint): string {
  const meeting: Partial<MeetingStatus> & Pick<LiveStatus, 'datasets'> = status;
  const facts = {
    topic: meeting.topic,
    uuid: meeting.uuid,
    kind: meeting.kind,
    'meeting id': meeting.meetingId,
    account: meeting.account,
    host: meeting.host,
    department: meeting.department,
    started: meeting.startTime && minuteText(meeting.startTime),
    ended:
      'live' in status
        ? 'not yet: this is a live snapshot, which the capture after the end replaces'
        : minuteText(status.endTime),
  };
  const lines = Object.entries(facts).map(([name, value]) => `${name.padEnd(12)}${printable(value || '-')}\n`);
  const rows = datasets.map((dataset) => [dataset, ...captureCells(meeting.datasets[dataset], paint)]);
  const notes = datasets.flatMap((dataset) =>
    captureNotes(meeting.datasets[dataset]).map((line) => `${dataset}: ${line}\n`),
  );
  return [...lines, '\n', tableText(captureTitles, rows), ...(notes.length > 0 ? ['\n', ...notes] : [])].join('');
}

const captureTitles = ['dataset', 'state', 'polls', 'pages', 'calls', 'captured', 'settled', 'next poll'];

function captureCells(status: DatasetStatus, paint: Paint): string[] {
  const { polls, pages, calls, capturedAt, settledAt, nextPollAt } = status;
  const instants = [capturedAt, settledAt, nextPollAt].map((at) => (at === undefined ? '-' : minuteText(at)));
  return [stateText(status, paint), String(polls), String(pages), String(calls), ...instants];
}

function captureNotes(status: DatasetStatus): string[] {
  return [...(status.state === 'empty' ? [`Empty, rightly: ${whyEmpty}`] : []), ...reasonLines(status)];
}

/**
 * Below the table: what needs attention, why, and what to do. One account's fault can delay a thousand captures, so those
 * that suffer from the same stand together. Empty when nothing does.
 */
export function attentionText(meetings: readonly MeetingStatus[], paint: Paint): string {
  const advised = meetings.flatMap(({ uuid, datasets: statuses }) =>
    datasets.map((dataset) => ({ uuid, dataset, status: statuses[dataset] })).filter(({ status }) => status.advice),
  );
  const groups = Map.groupBy(advised, ({ dataset, status: { state, lastError } }) =>
    JSON.stringify([dataset, state, lastError?.name, lastError?.message]),
  );
  const lines = [...groups.values()].flatMap((group) => groupLines(group, paint));
  return lines.length === 0 ? '' : `\nNeeds attention:\n${lines.join('\n')}\n`;
}

type AdvisedCapture = { readonly uuid: string; readonly dataset: Dataset; readonly status: DatasetStatus };

function groupLines(group: readonly AdvisedCapture[], paint: Paint): string[] {
  const [first] = group;
  if (!first) return [];
  const { dataset, status } = first;
  const uuids = group.slice(0, mostNamed).map(({ uuid }) => printable(uuid));
  const more = group.length > mostNamed ? ` and ${group.length - mostNamed} more` : '';
  const head = `${dataset} ${paintedState(status, paint)}: ${uuids.join(', ')}${more}`;
  return [head, ...reasonLines(status).map((line) => `  ${line}`)];
}

/** Why, with what Zoom's support asks for, and what to do. */
function reasonLines({ lastError, advice }: DatasetStatus): string[] {
  const toDo = advice === undefined ? [] : [advice];
  return lastError ? [errorText(lastError), ...toDo] : toDo;
}

/** What Zoom said, with its code and what its support asks for. */
export function errorText({ message, code, trackingId }: NonNullable<DatasetStatus['lastError']>): string {
  const isNamed = code === undefined || message.includes(`code ${code}`);
  const facts = [message, ...(isNamed ? [] : [`(code ${code})`])];
  return printable([...facts, ...(trackingId === undefined ? [] : [`[tracking id ${trackingId}]`])].join(' '));
}

/** `settled 7/7`, with `?` for what Zoom has not counted, or `settled 6/7, 1 erased`. */
function stateText(status: DatasetStatus, paint: Paint): string {
  const { rows, expectedRows, erased } = status;
  const leftOut = erased === undefined ? '' : `, ${erased} erased`;
  return `${paintedState(status, paint)} ${rows}/${expectedRows ?? '?'}${leftOut}`;
}

const paintedState = ({ state }: DatasetStatus, paint: Paint): string => paint(colours[state], state);
