import { datasets } from '../shared/domain/dataset.ts';
import type { DatasetStatus, LiveStatus, MeetingStatus } from '../shared/dynamo/meetings/meeting-status.ts';
import { whyEmpty } from './completeness.ts';
import { reasonLines } from './not-well.ts';
import type { Paint } from './paint.ts';
import { printable } from './printable.ts';
import { instantText, stateText } from './status-table.ts';
import { tableText } from './table.ts';

/** Everything about one meeting, for people. */
export function meetingDetails(status: MeetingStatus | LiveStatus, paint: Paint): string {
  const isLive = 'live' in status;
  const meeting: Partial<MeetingStatus> & Pick<LiveStatus, 'datasets'> = status;
  const facts = {
    topic: meeting.topic,
    uuid: meeting.uuid,
    kind: meeting.kind,
    'meeting id': meeting.meetingId,
    account: meeting.account,
    started: meeting.startTime && instantText(meeting.startTime),
    ended: isLive
      ? 'not yet: this is a live snapshot, which the capture after the end replaces'
      : instantText(status.endTime),
  };
  const lines = Object.entries(facts).map(([name, value]) => `${name.padEnd(12)}${printable(value || '-')}\n`);
  const rows = datasets.map((dataset) => [dataset, ...captureCells(meeting.datasets[dataset], paint)]);
  const reasons = datasets.flatMap((dataset) =>
    [...emptyLines(meeting.datasets[dataset]), ...reasonLines(meeting.datasets[dataset])].map(
      (line) => `${dataset}: ${line}\n`,
    ),
  );
  return [...lines, '\n', tableText(columns, rows), ...(reasons.length > 0 ? ['\n', ...reasons] : [])].join('');
}

const emptyLines = ({ state }: DatasetStatus): string[] => (state === 'empty' ? [`Empty, rightly: ${whyEmpty}`] : []);

const columns = ['dataset', 'state', 'looks', 'pages', 'calls', 'captured', 'settled', 'next look'].map((title) => ({
  title,
}));

function captureCells(status: DatasetStatus, paint: Paint): string[] {
  const { looks, pages, calls, capturedAt, settledAt, nextLookAt } = status;
  const instants = [capturedAt, settledAt, nextLookAt].map((at) => (at === undefined ? '-' : instantText(at)));
  return [stateText(status, paint), String(looks), String(pages), String(calls), ...instants];
}
