import { type CaptureMessage, firstLook } from '../../shared/domain/capture-message.ts';
import type { Dataset } from '../../shared/domain/dataset.ts';
import type { EndedMeeting } from '../../shared/domain/ended-meeting.ts';

/** The wait from a meeting's end to the first look at each dataset, in milliseconds. */
export type FirstLookWaits = Readonly<Record<Dataset, number>>;

/** One message for the queue of each of these datasets. An end that lies ahead, by a wrong clock, is taken as now. */
export function obligationsFor(
  meeting: EndedMeeting,
  datasets: readonly Dataset[],
  waits: FirstLookWaits,
  now: Date,
): readonly (readonly [Dataset, CaptureMessage])[] {
  const endedMs = Math.min(Date.parse(meeting.endTime), now.getTime());
  return datasets.map((dataset) => [dataset, firstLook(meeting, 'event', new Date(endedMs + waits[dataset]))]);
}
