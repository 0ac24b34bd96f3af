import type { Item } from '../item.ts';
import { type ConditionalUpdate, type ControlTable, createControlItem } from './control-item.ts';

/** The state of an account's rate budget: one item of the `Control` table. Instants are epoch ms. */
export type RateState = {
  /** From when the next call may be leased: the end of the queue. */
  readonly nextCallAt: number;
  /** The UTC day that `calls` counts. */
  readonly day: string;
  readonly calls: number;
  /** No calls before, because Zoom said so. */
  readonly stopUntil: number;
  /** Rises with each stop: calls leased in an earlier era are void. */
  readonly era: number;
};

export type Lease = {
  /** `now` where nothing is leased beyond now, else `behind` what is. The other is refused. */
  readonly where: 'now' | 'behind';
  readonly calls: number;
  /**
   * Calls of the day that were leased earlier, in `era`, and came too late to be made: given back to the day. At most `calls`, so
   * that a lease that is made twice, since its answer was lost, counts too many calls and never too few.
   */
  readonly unmade: number;
  /** In another era than this nothing is given back: the stop has done that. */
  readonly era: number;
  readonly spacingMs: number;
  readonly now: number;
  readonly day: string;
  /** No lease that would bring the day's calls above this. */
  readonly limit: number;
  /** No lease behind others that would start after this. */
  readonly horizon: number;
};

export type RateItem = {
  readonly read: () => Promise<RateState | undefined>;
  /**
   * Leases calls, evenly spaced.
   * @returns the state with them at its end, so that the first starts `calls * spacingMs` before `nextCallAt`; undefined
   * when refused.
   */
  readonly lease: (wanted: Lease) => Promise<RateState | undefined>;
  /** Begins a new day, or the first, with so many calls; no change when another worker has done it. */
  readonly beginDay: (day: string, calls: number, before: RateState | undefined) => Promise<void>;
  /** Voids all calls that are leased and not made, `unmade` in number; no change when `before` is the state no more. */
  readonly stop: (until: number, unmade: number, before: RateState) => Promise<boolean>;
};

/** GCRA in single-item conditional updates: a lease is one write unit and needs no read. */
export function createRateItem(control: ControlTable): RateItem {
  const controlItem = createControlItem(control, 'rate');
  const update = async (input: Parameters<ConditionalUpdate>[0]): Promise<RateState | undefined> => {
    const item = await controlItem.update(input);
    return item && stateOf(item);
  };

  return {
    async read() {
      const item = await controlItem.read();
      return item && stateOf(item);
    },
    async lease({ where, calls, unmade, era, spacingMs, now, day, limit, horizon }) {
      const spanMs = calls * spacingMs;
      const isNow = where === 'now';
      const place = isNow ? 'nextCallAt <= :now' : 'nextCallAt > :now AND nextCallAt <= :horizon';
      return update({
        UpdateExpression: isNow ? 'SET nextCallAt = :end ADD calls :n' : 'ADD nextCallAt :span, calls :n',
        ConditionExpression: `#day = :day AND calls <= :room AND ${place}${unmade > 0 ? ' AND era = :era' : ''}`,
        ExpressionAttributeNames: { '#day': 'day' },
        ExpressionAttributeValues: {
          ':day': { S: day },
          ':n': number(calls - unmade),
          ':room': number(limit - calls + unmade),
          ':now': number(now),
          ...(unmade > 0 && { ':era': number(era) }),
          ...(isNow ? { ':end': number(now + spanMs) } : { ':span': number(spanMs), ':horizon': number(horizon) }),
        },
      });
    },
    async beginDay(day, calls, before) {
      const first = 'SET #day = :day, calls = :calls, nextCallAt = :none, stopUntil = :none, era = :none';
      await update({
        // The queue and the stop go on into the new day.
        UpdateExpression: before ? 'SET #day = :day, calls = :calls ADD era :none' : first,
        ConditionExpression: before ? '#day = :before' : 'attribute_not_exists(pk)',
        ExpressionAttributeNames: { '#day': 'day' },
        ExpressionAttributeValues: {
          ':day': { S: day },
          ':calls': number(calls),
          ':none': number(0),
          ...(before && { ':before': { S: before.day } }),
        },
      });
    },
    async stop(until, unmade, { day, era }) {
      const stopped = await update({
        UpdateExpression: 'SET stopUntil = :until, nextCallAt = :until, era = :next ADD calls :unmade',
        ConditionExpression: '#day = :day AND era = :era',
        ExpressionAttributeNames: { '#day': 'day' },
        ExpressionAttributeValues: {
          ':until': number(until),
          ':unmade': number(-unmade),
          ':day': { S: day },
          ':era': number(era),
          ':next': number(era + 1),
        },
      });
      return stopped !== undefined;
    },
  };
}

const number = (value: number) => ({ N: String(value) });

function stateOf(item: Item): RateState {
  const of = (name: string) => Number(item[name]?.N ?? 0);
  return {
    nextCallAt: of('nextCallAt'),
    day: item.day?.S ?? '',
    calls: of('calls'),
    stopUntil: of('stopUntil'),
    era: of('era'),
  };
}
