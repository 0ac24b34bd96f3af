import type { SimulatedMeeting } from '../../local/simulator/meeting.ts';
import { countRows, rowFields, rowTexts } from '../../local/simulator/rows/row.ts';
import { scaledWaits } from '../../shared/domain/capture/waits.ts';
import { datasets } from '../../shared/domain/dataset.ts';
import type { Events, Workload } from '../../shared/operations/estimate/workload.ts';
import { pageSizes } from '../../shared/zoom/endpoints.ts';
import { retentionDays } from './account-sizes.ts';

/** A meeting as the estimate is told of it: its rows, and how long its people stayed. */
function estimatedEvents(meeting: SimulatedMeeting, perDay = 1): Events {
  const rows = datasets.reduce((sum, dataset) => sum + countRows(meeting[dataset]), 0) / datasets.length;
  const stays = rowTexts(meeting.qos).map((text) => {
    const { user_qos: samples } = rowFields(text);
    return Array.isArray(samples) ? samples.length : 0;
  });
  return { perDay, participants: rows, minutes: stays.reduce((sum, stay) => sum + stay, 0) / stays.length };
}

/** An account that has these meetings, one as often as the other. */
export const estimatedWorkload = (meetings: readonly SimulatedMeeting[], perDay: number): Workload => ({
  events: meetings.map((meeting) => estimatedEvents(meeting, perDay / meetings.length)),
  pageSizes,
  waits: scaledWaits(1),
  zoomAccounts: 1,
  retentionDays,
});

/** The same account as somebody tells it to the command: every meeting is the average one, in whole numbers. */
export function averageWorkload(meetings: readonly SimulatedMeeting[], perDay: number): Workload {
  const { events, ...rest } = estimatedWorkload(meetings, perDay);
  const average = (of: (one: Events) => number) => events.reduce((sum, one) => sum + of(one), 0) / events.length;
  const participants = Math.round(average((one) => one.participants));
  const minutes = Math.round(average((one) => one.minutes * one.participants) / average((one) => one.participants));
  return { events: [{ perDay, participants, minutes }], ...rest };
}
