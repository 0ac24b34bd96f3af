import { generateMeeting } from '../../local/simulator/meetings.ts';
import type { Item } from '../../shared/dynamo/item.ts';
import { encodeAccount } from '../../shared/dynamo/meetings/meeting-accounts.ts';
import { account } from '../fill-store.ts';
import { meetingItems } from '../meeting-items.ts';

const dayMs = 86_400_000;
const firstDayMs = Date.parse('2025-10-01T00:00:00Z');
const dayOf = (day: number): string => new Date(firstDayMs + day * dayMs).toISOString().slice(0, 10);

/** The first of them and the last one, as `export` takes them. */
export const daysFrom = (days: number): readonly string[] => ['--from', dayOf(0), '--to', dayOf(days - 1)];

export type MadeStore = {
  readonly meetings: number;
  /** Over which they are spread evenly. */
  readonly days: number;
  /** Of each meeting. */
  readonly people: number;
  readonly minutes: number;
};

/** Every item of meetings that were captured for good, made by the product's own code. */
export function* madeStore({ meetings, days, people, minutes }: MadeStore): Generator<Item> {
  yield encodeAccount(account, dayOf(0));
  for (let index = 0; index < meetings; index += 1) {
    const meeting = generateMeeting({
      seed: (index % 1_000) + 1,
      participants: people,
      minutes,
      endTime: new Date(firstDayMs + Math.floor((index * days * dayMs) / meetings)),
      uuid: Buffer.from(`mirrored ${String(index).padStart(7, '0')}`).toString('base64'),
      meetingId: String(80_000_000_000 + Math.floor(index / 10)),
    });
    yield* meetingItems(meeting, { account });
  }
}
