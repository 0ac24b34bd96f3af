import type { SimulatedMeeting } from '../local/simulator/meeting.ts';
import { generateMeeting } from '../local/simulator/meetings.ts';
import { countRows, mapRows, type Row, rowFields } from '../local/simulator/rows/row.ts';
import { byDataset } from '../shared/domain/dataset.ts';
import type { Item } from '../shared/dynamo/item.ts';
import { encodeAccount } from '../shared/dynamo/meetings/meeting-accounts.ts';
import { meetingItems } from './meeting-items.ts';

export type StoreSize = {
  readonly meetings: number;
  /** Over all meetings. */
  readonly sessions: number;
  /** Of each meeting: as many QoS samples a session. */
  readonly minutes: number;
  /**
   * A larger store goes over more months, so that its days are not fuller: the first month is the same in a store of any size, the
   * others lie by turns after and before it.
   * @default all in one month
   */
  readonly meetingsPerMonth?: number;
};

export const account = 'BenchmarkAccount000001';
const instancesPerSeries = 10;
const firstDayMs = Date.parse('2026-10-01T00:00:00Z');
const days = 30;
/** One person in five has two sessions. */
const sessionsPerPerson = 1.2;

/** The series a meeting belongs to: its people, and its meeting id. */
const seriesOf = (index: number): number => Math.floor(index / instancesPerSeries);

/** Meeting `index` of the store: instances of a series have the same people, spread over thirty days. */
export function benchMeeting(
  index: number,
  { meetings, sessions, minutes, meetingsPerMonth = meetings }: StoreSize,
): SimulatedMeeting {
  const series = seriesOf(index);
  const instance = index % instancesPerSeries;
  const minuteOfDay = 360 + ((series * 7) % 900);
  const day = ((instance * 3 + series) % days) + days * monthsAway(Math.floor(index / meetingsPerMonth));
  const dayMs = firstDayMs + day * 86_400_000;
  const meeting = generateMeeting({
    seed: series + 1,
    participants: Math.max(1, Math.round(sessions / meetings / sessionsPerPerson)),
    minutes,
    endTime: new Date(dayMs + minuteOfDay * 60_000),
    uuid: Buffer.from(`meeting ${String(index).padStart(8, '0')}`).toString('base64'),
    meetingId: String(80_000_000_000 + series),
  });
  // The simulator's people have the same addresses in every meeting; here each series has its own.
  const own = (row: Row) => {
    const fields = rowFields(row);
    const changes = ['email', 'user_email'].flatMap((name) => {
      const address = fields[name];
      return typeof address === 'string' && address !== '' ? [[name, `s${series}.${address}`]] : [];
    });
    return { ...fields, ...Object.fromEntries(changes) };
  };
  return {
    ...meeting,
    ...byDataset((dataset) => mapRows(meeting[dataset], own)),
  };
}

/** 0, 1, -1, 2, -2, … */
const monthsAway = (month: number): number => (month % 2 === 1 ? 1 : -1) * Math.ceil(month / 2);

/**
 * Every item that finished captures of these meetings leave, made by the product's own code.
 * @param told is called after each meeting with its number of sessions
 */
export function* storeItems(size: StoreSize, told: (meetings: number, sessions: number) => void): Generator<Item> {
  yield encodeAccount(account, new Date(firstDayMs).toISOString());
  for (let index = 0; index < size.meetings; index += 1) {
    const meeting = benchMeeting(index, size);
    yield* meetingItems(meeting, { account });
    told(index + 1, countRows(meeting.report));
  }
}
