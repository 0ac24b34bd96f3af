import type { SimulatedMeeting } from '../../local/simulator/meeting.ts';
import { historyRow } from '../../local/simulator/rows/listed-row.ts';
import { rowFields } from '../../local/simulator/rows/row.ts';
import { datasetWaits } from '../../shared/datasets/datasets.ts';
import { newCapture } from '../../shared/domain/capture/capture.ts';
import { datasets } from '../../shared/domain/dataset.ts';
import { omit } from '../../shared/domain/omit.ts';
import { encodeCapture } from '../../shared/dynamo/captures/capture-item.ts';
import type { Item } from '../../shared/dynamo/item.ts';
import { encodeMeeting } from '../../shared/dynamo/meetings/meeting-item.ts';

/** Until then the captures of participants and report wait for it. */
export const lastPollMs = 3_600_000;

/** What the sweep looks at of a meeting that was captured as it ought to be: its item and its captures', as they are at `now` (epoch ms). */
export function capturedItems(meeting: SimulatedMeeting, account: string, now: number): Item[] {
  const { uuid, kind, meetingId, topic, hostId, startTime, endTime } = meeting;
  const ended = { account, kind, uuid, meetingId, topic, hostId, startTime, endTime };
  const endedAt = new Date(endTime).toISOString();
  const dueAt = Date.parse(endTime) + lastPollMs;
  const captures = datasets.map((dataset) => {
    const capture = omit(newCapture(ended, dataset, { nextPollAt: endTime, now: new Date(endTime) }), 'nextPollAt');
    const looked = { polls: 1, run: 1, rows: 2, expectedRows: 2, capturedAt: endedAt };
    const isOpen = dueAt > now && datasetWaits[dataset].settles === 'when-two-polls-agree';
    return encodeCapture(
      isOpen
        ? { ...capture, ...looked, state: 'captured', nextPollAt: new Date(dueAt).toISOString() }
        : { ...capture, ...looked, state: 'settled', settledAt: endedAt },
      undefined,
    );
  });
  // A sweep has passed by then, and has read the list.
  const listed = dueAt <= now && ({ source: 'history', row: rowFields(historyRow(meeting)) } as const);
  const record = { ...ended, endedAt, registeredAt: endedAt, reason: 'event', ...(listed && { listed }) } as const;
  return [encodeMeeting(record, undefined), ...captures];
}
