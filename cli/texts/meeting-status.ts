import { entriesByDataset, isUsual, knownDatasets } from '../../shared/domain/dataset.ts';
import type { Zone } from '../../shared/domain/zone/zone.ts';
import type { DatasetStatus, LiveStatus, MeetingStatus } from '../../shared/dynamo/meetings/meeting-status.ts';
import { minuteText } from '../output/cells.ts';
import { fittedTable, hasRoom } from '../output/fitted-table.ts';
import { printable, printableWithin } from '../output/printable.ts';
import { tableText } from '../output/table.ts';
import type { Colour, Paint } from '../output/terminal.ts';
import { wrapped } from '../output/wrap.ts';
import { whyEmpty } from './capture-notes.ts';

/** From so many columns on each dataset has its own. */
const fullTableColumns = 120;
/** Of the short table: end, UUID, and what stands between columns. */
const shortTableOtherColumns = 22 + 24 + 3 * 2;
const topicWidths = { least: 16, most: 40 };

const colours: Readonly<Record<DatasetStatus['state'], Colour>> = {
  settled: 'green',
  captured: 'green',
  empty: 'green',
  'left-out': 'green',
  waiting: 'yellow',
  running: 'yellow',
  unregistered: 'yellow',
  live: 'yellow',
  parked: 'red',
  unavailable: 'red',
  failed: 'red',
};

/** How meetings are shown: in so many columns, with times of a zone. */
export type StatusView = { readonly paint: Paint; readonly zone: Zone; readonly columns: number };

/** One line a meeting, in so many columns; with what each dataset has where there is room for it. */
export function statusTable(meetings: readonly MeetingStatus[], view: StatusView): string {
  return (view.columns < fullTableColumns ? undefined : longTable(meetings, view)) ?? shortTable(meetings, view);
}

/** Undefined where not all datasets have room. */
function longTable(meetings: readonly MeetingStatus[], { paint, zone, columns }: StatusView): string | undefined {
  // An optional dataset has a column where one of the meetings has it.
  const datasets = knownDatasets.filter(
    (dataset) => isUsual(dataset) || meetings.some((meeting) => meeting.datasets[dataset]),
  );
  const stateOf = (status: DatasetStatus | undefined) => (status ? stateText(status, paint) : '-');
  const rows = meetings.map((meeting) => [
    printableWithin(meeting.topic ?? '', topicWidths.most),
    printable(meeting.uuid),
    meeting.kind,
    minuteText(meeting.endTime, zone),
    ...datasets.map((dataset) => stateOf(meeting.datasets[dataset])),
  ]);
  const titles = [
    { title: 'topic', importance: 2, least: topicWidths.least },
    { title: 'uuid', importance: 3 },
    { title: 'kind', importance: 0 },
    { title: 'ended', importance: 2 },
    ...datasets.map((dataset) => ({ title: dataset, importance: 1 })),
  ];
  return hasRoom(titles, rows, columns) ? fittedTable(titles, rows, columns) : undefined;
}

function shortTable(meetings: readonly MeetingStatus[], { paint, zone, columns }: StatusView): string {
  const summaries = meetings.map((meeting) => summaryOf(meeting.datasets));
  const stateWidth = Math.max('state'.length, ...summaries.map(({ text }) => text.length));
  const topicWidth = Math.max(8, columns - stateWidth - shortTableOtherColumns);
  const rows = meetings.map((meeting, index) => {
    const { text = '', colour = 'green' } = summaries[index] ?? {};
    const ended = minuteText(meeting.endTime, zone);
    return [ended, printable(meeting.uuid), paint(colour, text), printableWithin(meeting.topic ?? '', topicWidth)];
  });
  return tableText(['ended', 'uuid', 'state', 'topic'], rows);
}

/** From what needs somebody to what is done. */
const worstFirst: readonly DatasetStatus['state'][] = [
  ...(['failed', 'parked', 'unavailable', 'unregistered', 'waiting', 'running', 'live', 'captured'] as const),
  ...(['settled', 'empty', 'left-out'] as const),
];

/**
 * A meeting in a word or two: the worst state, and how many of its datasets are in it unless all are. `incomplete` is
 * settled with fewer rows than Zoom counts.
 */
export function summaryOf(statuses: MeetingStatus['datasets']): { readonly text: string; readonly colour: Colour } {
  const shown = entriesByDataset(statuses).map(([, status]) => status);
  const state = worstFirst.find((one) => shown.some((status) => status.state === one)) ?? 'settled';
  const captured = shown.filter((status) => status.state !== 'left-out');
  const short = captured.filter(({ advice }) => state === 'settled' && advice !== undefined).length;
  if (short > 0) return { text: `incomplete ${short} of ${captured.length}`, colour: 'yellow' };
  const inIt = captured.filter((status) => status.state === state).length;
  // A rightly empty dataset is as done as a settled one.
  const isAll = inIt === captured.length || state === 'settled';
  return { text: isAll ? state : `${state} ${inIt} of ${captured.length}`, colour: colours[state] };
}

/** How one meeting is shown: in a terminal with its width, or without one. */
export type DetailsView = { readonly paint: Paint; readonly zone: Zone; readonly columns?: number | undefined };

/** Everything about one meeting. */
export function meetingDetails(status: MeetingStatus | LiveStatus, { paint, zone, columns }: DetailsView): string {
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
  const shown = entriesByDataset(meeting.datasets);
  const rows = shown.map(([dataset, one]) => [dataset, ...captureCells(one, paint, zone)]);
  const notes = shown.flatMap(([dataset, one]) =>
    captureNotes(one).map((line) => wrapped(`${dataset}: ${line}`, columns ?? Number.POSITIVE_INFINITY)),
  );
  const table = fittedTable(captureColumns, rows, columns);
  return [...lines, '\n', table, ...(notes.length > 0 ? ['\n', ...notes] : [])].join('');
}

/** With how important each is where there is no room for all. */
const captureColumns = [
  { title: 'dataset', importance: 3 },
  { title: 'state', importance: 3 },
  { title: 'polls', importance: 0 },
  { title: 'pages', importance: 0 },
  { title: 'calls', importance: 0 },
  { title: 'captured', importance: 2 },
  { title: 'settled', importance: 1 },
  { title: 'next poll', importance: 2 },
] as const;

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

type Fault = NonNullable<DatasetStatus['lastError']>;

/** What Zoom said, with its code, what it sent in place of rows, and what its support asks for. */
export function errorText(fault: Fault): string {
  const { message, code, trackingId } = fault;
  const isNamed = code === undefined || message.includes(`code ${code}`);
  const facts = [message, ...(isNamed ? [] : [`(code ${code})`]), ...sentText(fault)];
  return printable([...facts, ...(trackingId === undefined ? [] : [`[tracking id ${trackingId}]`])].join(' '));
}

/** A body of Zoom's own with code and message alone is told whole by the message. */
const toldWhole = '{code, message}';

/** `It sent text/html: Access denied …` */
function sentText({ contentType = 'a body without a type', excerpt }: Fault): string[] {
  return excerpt === undefined || excerpt === toldWhole ? [] : [`It sent ${contentType}: ${excerpt}`];
}

/** `settled 7/7`, with `?` for what Zoom has not counted, or `settled 6/7, 1 erased`. */
function stateText(status: DatasetStatus, paint: Paint): string {
  const { rows, expectedRows, erased } = status;
  const leftOut = erased === undefined ? '' : `, ${erased} erased`;
  return `${paintedState(status, paint)} ${rows}/${expectedRows ?? '?'}${leftOut}`;
}

const paintedState = ({ state }: DatasetStatus, paint: Paint): string => paint(colours[state], state);
