import { datasets } from '../shared/domain/dataset.ts';
import type { DatasetStatus, MeetingStatus } from '../shared/dynamo/meetings/meeting-status.ts';
import type { Colour, Paint } from './paint.ts';
import { printable, printableWithin } from './printable.ts';
import { tableText } from './table.ts';

/** What the columns beside the topic take, about. */
const otherColumns = 104;
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

/** One line a meeting. `columns` is the terminal's width; without one the topics have theirs. */
export function statusTable(meetings: readonly MeetingStatus[], paint: Paint, columns?: number): string {
  const { least, most } = topicWidths;
  const topicWidth = columns === undefined ? most : Math.max(least, Math.min(most, columns - otherColumns));
  const titles = ['topic', 'uuid', 'kind', 'ended', ...datasets];
  const rows = meetings.map(({ topic = '', uuid, kind, endTime, datasets: of }) => [
    printableWithin(topic, topicWidth),
    printable(uuid),
    kind,
    instantText(endTime),
    ...datasets.map((dataset) => stateText(of[dataset], paint)),
  ]);
  return tableText(
    titles.map((title) => ({ title })),
    rows,
  );
}

/** `settled 7/7`, with `?` for what Zoom has not counted, or `settled 6/7, 1 erased`. */
export function stateText(status: DatasetStatus, paint: Paint): string {
  const { rows, expectedRows, erased } = status;
  const leftOut = erased === undefined ? '' : `, ${erased} erased`;
  return `${paintedState(status, paint)} ${rows}/${expectedRows ?? '?'}${leftOut}`;
}

export const paintedState = ({ state }: DatasetStatus, paint: Paint): string => paint(colours[state], state);

/** A time to the minute, in UTC; a text that is none as it is. */
export function instantText(instant: string): string {
  const at = new Date(instant);
  return Number.isNaN(at.getTime()) ? printable(instant) : `${at.toISOString().slice(0, 16).replace('T', ' ')}Z`;
}
