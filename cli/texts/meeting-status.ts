import { datasets } from '../../shared/domain/dataset.ts';
import { utc, type Zone } from '../../shared/domain/zone/zone.ts';
import type { DatasetStatus, LiveStatus, MeetingStatus } from '../../shared/dynamo/meetings/meeting-status.ts';
import { minuteText } from '../output/cells.ts';
import { printable, printableWithin } from '../output/printable.ts';
import { tableText } from '../output/table.ts';
import type { Colour, Paint } from '../output/terminal.ts';
import { whyEmpty } from './capture-notes.ts';

/** From so many columns on each dataset has its own; and what the columns beside the topic take then, about. */
const fullTable = { columns: 120, otherColumns: 104 };
/** Of the short table: end, UUID, and what stands between columns. */
const shortTableOtherColumns = 17 + 24 + 3 * 2;
const topicWidths = { least: 16, most: 40 };

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

/** One line a meeting, in so many columns; with what each dataset has where there is room for it. */
export function statusTable(meetings: readonly MeetingStatus[], paint: Paint, columns: number): string {
  return columns < fullTable.columns ? shortTable(meetings, paint, columns) : longTable(meetings, paint, columns);
}

function longTable(meetings: readonly MeetingStatus[], paint: Paint, columns: number): string {
  const { least, most } = topicWidths;
  const topicWidth = Math.max(least, Math.min(most, columns - fullTable.otherColumns));
  const rows = meetings.map((meeting) => [
    printableWithin(meeting.topic ?? '', topicWidth),
    printable(meeting.uuid),
    meeting.kind,
    minuteText(meeting.endTime),
    ...datasets.map((dataset) => stateText(meeting.datasets[dataset], paint)),
  ]);
  return tableText(['topic', 'uuid', 'kind', 'ended', ...datasets], rows);
}

function shortTable(meetings: readonly MeetingStatus[], paint: Paint, columns: number): string {
  const summaries = meetings.map((meeting) => summaryOf(meeting.datasets));
  const stateWidth = Math.max('state'.length, ...summaries.map(({ text }) => text.length));
  const topicWidth = Math.max(8, columns - stateWidth - shortTableOtherColumns);
  const rows = meetings.map((meeting, index) => {
    const { text = '', colour = 'green' } = summaries[index] ?? {};
    const ended = minuteText(meeting.endTime);
    return [ended, printable(meeting.uuid), paint(colour, text), printableWithin(meeting.topic ?? '', topicWidth)];
  });
  return tableText(['ended', 'uuid', 'state', 'topic'], rows);
}

/** From what needs somebody to what is done. */
const worstFirst: readonly DatasetStatus['state'][] = [
  ...(['failed', 'parked', 'unavailable', 'unregistered', 'waiting', 'running', 'live', 'captured'] as const),
  ...(['settled', 'empty'] as const),
];

/**
 * A meeting in a word or two: the worst state, and how many of its datasets are in it unless all are. `incomplete` is
 * settled with fewer rows than Zoom counts.
 */
export function summaryOf(statuses: MeetingStatus['datasets']): { readonly text: string; readonly colour: Colour } {
  const state = worstFirst.find((one) => datasets.some((dataset) => statuses[dataset].state === one)) ?? 'settled';
  const short = datasets.filter((dataset) => state === 'settled' && statuses[dataset].advice !== undefined).length;
  if (short > 0) return { text: `incomplete ${short} of ${datasets.length}`, colour: 'yellow' };
  const inIt = datasets.filter((dataset) => statuses[dataset].state === state).length;
  // A rightly empty dataset is as done as a settled one.
  const isAll = inIt === datasets.length || state === 'settled';
  return { text: isAll ? state : `${state} ${inIt} of ${datasets.length}`, colour: colours[state] };
}

/** Everything about one meeting. */
export function meetingDetails(status: MeetingStatus | LiveStatus, paint: Paint, zone: Zone = utc): string {
  const meeting: Partial<MeetingStatus> & Pick<LiveStatus, 'datasets'> = status;
  const facts = {
    topic: meeting.topic,
    uuid: meeting.uuid,
    kind: meeting.kind,
    'meeting id': meeting.meetingId,
    account: meeting.account,
    host: meeting.host,
    department: meeting.department,
    started: meeting.startTime && minuteText(meeting.startTime, zone),
    ended:
      'live' in status
        ? 'not yet: this is a live snapshot, which the capture after the end replaces'
        : minuteText(status.endTime, zone),
  };
  const lines = Object.entries(facts).map(([name, value]) => `${name.padEnd(12)}${printable(value || '-')}\n`);
  const rows = datasets.map((dataset) => [dataset, ...captureCells(meeting.datasets[dataset], paint, zone)]);
  const notes = datasets.flatMap((dataset) =>
    captureNotes(meeting.datasets[dataset]).map((line) => `${dataset}: ${line}\n`),
  );
  return [...lines, '\n', tableText(captureTitles, rows), ...(notes.length > 0 ? ['\n', ...notes] : [])].join('');
}

const captureTitles = ['dataset', 'state', 'polls', 'pages', 'calls', 'captured', 'settled', 'next poll'];

function captureCells(status: DatasetStatus, paint: Paint, zone: Zone): string[] {
  const { polls, pages, calls, capturedAt, settledAt, nextPollAt } = status;
  const instants = [capturedAt, settledAt, nextPollAt].map((at) => (at === undefined ? '-' : minuteText(at, zone)));
  return [stateText(status, paint), String(polls), String(pages), String(calls), ...instants];
}

function captureNotes(status: DatasetStatus): string[] {
  return [...(status.state === 'empty' ? [`Empty, rightly: ${whyEmpty}`] : []), ...reasonLines(status)];
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
