import type { SimulatedMeeting } from '../local/simulator/meeting.ts';
import { generateMeeting, type MeetingRecipe } from '../local/simulator/meetings.ts';
import { seededRandom } from '../local/simulator/rows/random.ts';

/**
 * How many people meetings have: a stated mix, since Zoom publishes none. Most are small, and the few large ones make most of the calls.
 * Of two people at the least: Zoom lists a meeting of one otherwise.
 */
const sizes: readonly { readonly share: number; readonly from: number; readonly to: number }[] = [
  { share: 0.3, from: 2, to: 2 },
  { share: 0.25, from: 3, to: 5 },
  { share: 0.25, from: 6, to: 12 },
  { share: 0.12, from: 13, to: 30 },
  { share: 0.06, from: 31, to: 100 },
  { share: 0.02, from: 101, to: 500 },
];

/** People in each of so many meetings, the small ones first; every size has its share, and the same count gives the same mix. */
export const mixedSizes = (meetings: number): number[] =>
  Array.from({ length: meetings }, (_, index) => sizeOf((index + 0.5) / meetings, index));

/** So many recipes of the mix; each of two minutes, since samples make no calls. */
export const mixRecipes = (count: number, endTime: string): MeetingRecipe[] =>
  mixedSizes(count).map((participants, index) => ({ seed: index + 1, participants, minutes: 2, endTime }));

export const meetingMix = (count: number, endTime: string): SimulatedMeeting[] =>
  mixRecipes(count, endTime).map(generateMeeting);

/** The size at a place of the mix, from 0 to 1. */
function sizeOf(place: number, seed: number): number {
  let below = 0;
  for (const { share, from, to } of sizes) {
    below += share;
    if (place < below) return from + Math.floor(seededRandom(seed)() * (to - from + 1));
  }
  return sizes.at(-1)?.to ?? 1;
}
