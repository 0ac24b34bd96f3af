import type { CaptureState } from '../../shared/domain/capture.ts';
import type { Dataset } from '../../shared/domain/dataset.ts';
import { printable, printableWithin } from '../printable.ts';
import { instantText } from '../status-table.ts';
import { tableText } from '../table.ts';

/** Of a meeting, what tells it from others. `endTime` of a running one is now. */
export type ReportedMeeting = { readonly uuid: string; readonly topic?: string; readonly endTime: string };

/** A poll that was queued, and how far its capture was; `running` of a meeting that runs. */
export type ReportedPoll = {
  readonly meeting: ReportedMeeting;
  readonly dataset: Dataset;
  readonly look: number;
  readonly before: CaptureState | 'unregistered';
};

const topicWidth = 40;

/** What `capture --json` prints: one line. */
export function captureJson(polls: readonly ReportedPoll[]): string {
  const captures = polls.map(({ meeting: { uuid }, dataset, look, before }) => ({ uuid, dataset, look, before }));
  return `${JSON.stringify({ captures })}\n`;
}

/** The same for people. */
export function captureText(polls: readonly ReportedPoll[]): string {
  const rows = polls.map(({ meeting, dataset, before }) => [...meetingCells(meeting), dataset, before]);
  const counted = `${polls.length} capture${polls.length === 1 ? '' : 's'} queued`;
  return `${counted}:\n${tableText(titled(['uuid', 'topic', 'ended', 'dataset', 'was']), rows)}`;
}

/** Below either, where nothing works the queues off. */
export const waitsForServe = '`npm run serve` is stopped: what was queued begins when it is started.\n';

/** Of a running meeting. */
export function snapshotText(polls: readonly ReportedPoll[]): string {
  const [first] = polls;
  const rows = polls.map(({ meeting: { uuid, topic = '' }, dataset }) => [
    printable(uuid),
    printableWithin(topic, topicWidth),
    dataset,
  ]);
  const table = tableText(titled(['uuid', 'topic', 'dataset']), rows);
  return `A snapshot is taken of the running meeting; \`status '${printable(first?.meeting.uuid ?? '')}'\` shows it:\n${table}`;
}

/** Instances to choose from. */
export const instancesTable = (meetings: readonly ReportedMeeting[]): string =>
  tableText(titled(['uuid', 'topic', 'ended']), meetings.map(meetingCells));

const titled = (titles: readonly string[]) => titles.map((title) => ({ title }));

const meetingCells = ({ uuid, topic = '', endTime }: ReportedMeeting): string[] => [
  printable(uuid),
  printableWithin(topic, topicWidth),
  instantText(endTime),
];
