import type { SimulatedMeeting } from '../../local/simulator/meeting.ts';
import { generateMeeting } from '../../local/simulator/meetings.ts';
import { mixedSizes } from '../meeting-mix.ts';
import { type AccountSize, dayMs, endsOfDay, minutes } from './account-sizes.ts';

const firstDayAt = Date.parse('2026-11-16T00:00:00Z');

/** An ended meeting, and when it ended to the millisecond. */
export type Ended = { readonly meeting: SimulatedMeeting; readonly endedAt: number };

/** The account's first meetings of a week, so many, as they end: every size has its share, large and small ones by turns. */
export function accountMeetings({ meetingsPerDay }: AccountSize, count: number): Ended[] {
  const days = Array.from({ length: Math.ceil(count / meetingsPerDay) }, (_, day) => firstDayAt + day * dayMs);
  const ends = days.flatMap((day) => endsOfDay(day, meetingsPerDay)).slice(0, count);
  const sizes = mixedSizes(count);
  return ends.map((endedAt, index) => {
    // A prime that does not divide the count takes each size once.
    const participants = sizes[(index * 37) % count] ?? 2;
    return {
      endedAt,
      meeting: generateMeeting({ seed: index + 1, participants, minutes, endTime: new Date(endedAt) }),
    };
  });
}
