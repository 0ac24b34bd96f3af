import { seededRandom } from '../../local/simulator/rows/random.ts';

/** A Zoom account as it might be; chosen, not surveyed. Of plan Business or above: Zoom has dashboards, and so QoS, for no other. */
export type AccountSize = {
  readonly name: string;
  readonly meetingsPerDay: number;
};

export const accountSizes: readonly AccountSize[] = [
  { name: 'small', meetingsPerDay: 50 },
  { name: 'medium', meetingsPerDay: 1_000 },
  // Zoom's 60,000 calls a day would do for 9,000.
  { name: 'large', meetingsPerDay: 5_000 },
];

/** Every meeting's length. */
export const minutes = 45;
/** Until rows are deleted, of every account. */
export const retentionDays = 365;

const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;
/** Meetings end by chance between 07:00 and 17:00 UTC. */
const firstEndMs = 7 * hourMs;
const endsWithinMs = 10 * hourMs;

/** When the meetings of a day end, in order; epoch ms. The same day and number give the same. */
export function endsOfDay(dayAt: number, meetings: number): number[] {
  const random = seededRandom(meetings + dayAt / dayMs);
  return Array.from({ length: meetings }, () => dayAt + firstEndMs + Math.floor(random() * endsWithinMs)).toSorted(
    (a, b) => a - b,
  );
}
