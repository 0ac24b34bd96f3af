import type { Reason } from '../../../shared/domain/capture-message.ts';
import type { Item } from '../../../shared/dynamo/item.ts';
import type { History } from './history.ts';

/** Of a day, on the plan of the stage's account (Business): each reason leaves a share to those in more of a hurry. */
const mostCalls: Readonly<Record<Reason, number>> = { event: 60_000, demand: 60_000, sweep: 54_000, backfill: 36_000 };
/** Clocks are apart by seconds: near midnight it is not sure which day a worker takes a call from. */
const nearMidnightMs = 10_000;
const day = 24 * 3_600_000;

const dayOf = (instant: number): string => new Date(instant).toISOString().slice(0, 10);

/** Counts the calls that reach Zoom, by UTC day, and finds the one that its reason had no right to. */
export class CallCount {
  readonly #used: Map<string, number>;
  readonly #seeded: { readonly day: string; readonly calls: number } | undefined;
  /** A worker that froze between its turn and its call makes it later, perhaps on another day. */
  readonly #mayBeLate: number;

  constructor({ callsLeft, reason, accidents }: History, endedAt: number) {
    this.#seeded = callsLeft === undefined ? undefined : { day: dayOf(endedAt), calls: mostCalls[reason] - callsLeft };
    this.#used = new Map(this.#seeded && [[this.#seeded.day, this.#seeded.calls]]);
    this.#mayBeLate = accidents.filter(({ what }) => what === 'freeze').length;
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
    const used = this.#used.get(today) ?? 0;
    this.#used.set(today, used + 1);
    const sinceMidnight = at % day;
    const isNearMidnight = sinceMidnight < nearMidnightMs || sinceMidnight > day - nearMidnightMs;
    if (isNearMidnight || used < mostCalls[reason] + this.#mayBeLate) return undefined;
    return `A call for a ${reason} is number ${used + 1} of ${today}.`;
  }
}
