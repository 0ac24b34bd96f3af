import Table from 'cli-table3';
import { type Dataset, datasets } from '../../shared/domain/dataset.ts';
import type { MeetingStatus } from '../../shared/dynamo/meetings/meeting-status.ts';
import { datasetText } from './watch.ts';

export type Captured = { readonly status: MeetingStatus; readonly differing: readonly Dataset[] };

/** What was captured, a line a meeting. No colours: it is read in logs too. */
export function capturedTable(captured: readonly Captured[]): string {
  const table = new Table({
    head: ['Meeting', 'Kind', 'UUID', 'Participants', 'QoS', 'Report', 'Calls', 'Exact'],
    style: { head: [], border: [] },
  });
  for (const { status, differing } of captured) {
    const { topic = '', kind, uuid } = status;
    const calls = datasets.reduce((sum, dataset) => sum + status.datasets[dataset].calls, 0);
    const exact = differing.length === 0 ? 'yes' : `no: ${differing.join(', ')}`;
    table.push([topic, kind, uuid, ...datasets.map((dataset) => datasetText(status.datasets[dataset])), calls, exact]);
  }
  return table.toString();
}
