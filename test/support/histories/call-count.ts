import type { Reason } from '../../../shared/domain/capture/capture-message.ts';
import type { Item } from '../../../shared/dynamo/item.ts';
import type { History } from './history.ts';

/** Of a day, on the plan of the stage's account (Business): each reason leaves a share to those in more of a hurry. */
const mostCalls: Readonly<Record<Reason, number>> = { event: 60_000, demand: 60_000, sweep: 54_000, backfill: 36_000 };
/**
 * Clocks are apart by seconds. Calls come in another order than that in which they were granted, and near midnight it is not
 * sure from which day a worker takes one.
 */
const clocksApartMs = 10_000;
const day = 24 * 3_600_000;

const dayOf = (instant: number): string => new Date(instant).toISOString().slice(0, 10);

/** Counts the calls that reach Zoom, by UTC day, and finds the one that its reason had no right to. */
export class CallCount {
  readonly #made: { readonly reason: Reason; readonly at: number; readonly day: string }[] = [];
  readonly #seeded: { readonly day: string; readonly calls: number } | undefined;
  /** A worker that froze between its turn and its call makes it later, perhaps on another day: so many may, */
  readonly #mayBeLate: number;
  /** and so much later at most, beside what clocks are apart. */
  readonly #latestMs: number;

  constructor({ callsLeft, reason, accidents }: History, endedAt: number) {
    this.#seeded = callsLeft === undefined ? undefined : { day: dayOf(endedAt), calls: mostCalls[reason] - callsLeft };
    const freezes = accidents.filter(({ what }) => what === 'freeze');
    this.#mayBeLate = freezes.length;
    this.#latestMs = clocksApartMs + Math.max(0, ...freezes.map(({ ms }) => ms));
  }

  /** What the account's budget has in the `Control` table when the history begins. */
  items(accountId: string): Item[] {
    if (!this.#seeded) return [];
    const none = { N: '0' };
    return [
      {
        pk: { S: `account#${accountId}` },
        sk: { S: 'rate' },
        day: { S: this.#seeded.day },
        calls: { N: String(this.#seeded.calls) },
        nextCallAt: none,
        stopUntil: none,
        era: none,
      },
    ];
  }

  /** @returns what is wrong with it, in a sentence; undefined for nothing */
  add(reason: Reason, at: number): string | undefined {
    const today = dayOf(at);
    this.#made.push({ reason, at, day: today });
    const sinceMidnight = at % day;
    if (sinceMidnight < clocksApartMs || sinceMidnight > day - clocksApartMs) return undefined;
    const most = mostCalls[reason];
    // Those that had no more right to it than this one, and those in more of a hurry whose turn certainly came before.
    const isCounted = (one: { reason: Reason; at: number; day: string }) =>
      one.day === today && (mostCalls[one.reason] <= most || one.at < at - this.#latestMs);
    const seeded = this.#seeded?.day === today ? this.#seeded.calls : 0;
    const used = seeded + this.#made.filter(isCounted).length;
    if (used <= most + this.#mayBeLate) return undefined;
    return `A call for a ${reason} is number ${used} of ${today}.`;
  }
}
