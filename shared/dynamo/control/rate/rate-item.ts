import { type AccountHealth, healthy } from '../../../domain/outage/account-health.ts';
import type { Item } from '../../item.ts';
import { fromAttribute, toAttribute } from '../../rows/attribute-values.ts';
import { type ConditionalUpdate, type ControlTable, createControlItem } from '../control-item.ts';
import { decodeHealth } from './decode-health.ts';

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
  /** When Zoom last gave a good answer, as far as the workers that leased calls have told; 0 for never. */
  readonly answeredAt: number;
  /** When a worker that knew of no good answer last leased a call, and how many did since the last one that did know. */
  readonly trialAt: number;
  readonly trials: number;
  readonly health: AccountHealth;
  /** Rises with each change of the health. */
  readonly healthNo: number;
};

/** What is known of an account that nobody has called for yet. */
export const unknownRate: RateState = {
  nextCallAt: 0,
  day: '',
  calls: 0,
  stopUntil: 0,
  era: 0,
  answeredAt: 0,
  trialAt: 0,
  trials: 0,
  health: healthy,
  healthNo: 0,
};

/** Several workers may make calls at once that none of them knows to be any use; then one at a time. */
export const trialsAtOnce = 2;
export const trialMs = 4_000;

export type Lease = {
  /** `now` where nothing is leased beyond now, else `behind` what is. The other is refused. */
  readonly where: 'now' | 'behind';
  readonly calls: number;
  /**
   * Calls of the day that this worker leased earlier and has not made: given back to the day. At most `calls`, so that a lease
   * that is made twice, since its answer was lost, counts too many calls and never too few.
   */
  readonly unmade: number;
  readonly spacingMs: number;
  readonly now: number;
  readonly day: string;
  /** No lease that would bring the day's calls above this. */
  readonly limit: number;
  /** No lease behind others that would start after this. */
  readonly horizon: number;
  /** Epoch ms of a good answer that the item may not have yet. */
  readonly answeredAt?: number;
  /** Leased without one: refused where others were just now. */
  readonly isTrial?: boolean;
};

/** What changes with an account's health: calls stop, or go on, or neither. */
export type HealthChange = {
  readonly health: AccountHealth;
  /** A new stop, until this instant: calls that are leased and not made are void. */
  readonly stopUntil?: number;
  /** Calls go on from this instant. */
  readonly resumeAt?: number;
  /** A call that is made without a lease: it counts for the day. */
  readonly calls?: number;
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
  /**
   * Voids all calls that are leased and not made; no change when `before` is the state no more. They stay counted until the
   * workers that leased them give them back.
   */
  readonly stop: (until: number, before: RateState) => Promise<boolean>;
  /** Says that Zoom gave a good answer at this instant, for those who wait to hear of one. */
  readonly tellAnswer: (answeredAt: number) => Promise<RateState | undefined>;
  /** @returns the state with the change; undefined, and no change, when `before` is the state no more. */
  readonly changeHealth: (change: HealthChange, before: RateState) => Promise<RateState | undefined>;
};

/** GCRA in single-item conditional updates: a lease is one write unit and needs no read. */
export function createRateItem(control: ControlTable): RateItem {
  const controlItem = createControlItem(control, 'rate');
  const update = async (input: Update): Promise<RateState | undefined> => {
    const item = await controlItem.update(input);
    return item && stateOf(item);
  };

  return {
    async read() {
      const item = await controlItem.read();
      return item && stateOf(item);
    },
    lease: (wanted) => update(leaseUpdate(wanted)),
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
    async stop(until, { day, era }) {
      const stopped = await update({
        UpdateExpression: 'SET stopUntil = :until, nextCallAt = :until, era = :next',
        ConditionExpression: '#day = :day AND era = :era',
        ExpressionAttributeNames: { '#day': 'day' },
        ExpressionAttributeValues: {
          ':until': number(until),
          ':day': { S: day },
          ':era': number(era),
          ':next': number(era + 1),
        },
      });
      return stopped !== undefined;
    },
    tellAnswer: (answeredAt) =>
      update({
        UpdateExpression: 'SET answeredAt = :answered REMOVE trials',
        ConditionExpression: 'trials >= :most',
        ExpressionAttributeValues: { ':answered': number(answeredAt), ':most': number(trialsAtOnce) },
      }),
    changeHealth: async (change, before) => update(healthUpdate(change, before)),
  };
}

type Update = Parameters<ConditionalUpdate>[0];

function leaseUpdate(wanted: Lease): Update {
  const { where, calls, unmade, spacingMs, now, day, limit, horizon, answeredAt, isTrial = false } = wanted;
  const spanMs = calls * spacingMs;
  const isNow = where === 'now';
  const place = isNow ? 'nextCallAt <= :now' : 'nextCallAt > :now AND nextCallAt <= :horizon';
  const isTold = answeredAt !== undefined;
  const set = [
    ...(isNow ? ['nextCallAt = :end'] : []),
    ...(isTold ? ['answeredAt = :answered'] : []),
    ...(isTrial ? ['trialAt = :now'] : []),
  ];
  const add = [...(isNow ? [] : ['nextCallAt :span']), 'calls :n', ...(isTrial ? ['trials :one'] : [])];
  const conditions = [
    `#day = :day AND calls <= :room AND ${place}`,
    ...(isTrial ? ['(attribute_not_exists(trials) OR trials < :trials OR trialAt <= :before)'] : []),
  ];
  return {
    UpdateExpression: [
      ...(set.length > 0 ? [`SET ${set.join(', ')}`] : []),
      `ADD ${add.join(', ')}`,
      // A good answer ends the trials; one that is told with a trial is an old one, and a path can't be changed twice.
      ...(isTold && !isTrial ? ['REMOVE trials'] : []),
    ].join(' '),
    ConditionExpression: conditions.join(' AND '),
    ExpressionAttributeNames: { '#day': 'day' },
    ExpressionAttributeValues: {
      ...(isTold && { ':answered': number(answeredAt) }),
      ...(isTrial && { ':one': number(1), ':trials': number(trialsAtOnce), ':before': number(now - trialMs) }),
      ':day': { S: day },
      ':n': number(calls - unmade),
      ':room': number(limit - calls + unmade),
      ':now': number(now),
      ...(isNow ? { ':end': number(now + spanMs) } : { ':span': number(spanMs), ':horizon': number(horizon) }),
    },
  };
}

function healthUpdate(change: HealthChange, { day, era, healthNo }: RateState): Update {
  const { health, stopUntil, resumeAt, calls = 0 } = change;
  const value = toAttribute(health);
  if (!value) throw new TypeError('The health has a value that DynamoDB cannot hold.');
  const callsFrom = stopUntil ?? resumeAt;
  const set = ['health = :health', 'healthNo = :next'];
  if (callsFrom !== undefined) set.push('stopUntil = :from', 'nextCallAt = :from');
  if (stopUntil !== undefined) set.push('era = :nextEra');
  return {
    UpdateExpression: `SET ${set.join(', ')}${calls === 0 ? '' : ' ADD calls :calls'}`,
    ConditionExpression: '#day = :day AND era = :era AND (attribute_not_exists(healthNo) OR healthNo = :no)',
    ExpressionAttributeNames: { '#day': 'day' },
    ExpressionAttributeValues: {
      ':health': value,
      ':next': number(healthNo + 1),
      ':no': number(healthNo),
      ':day': { S: day },
      ':era': number(era),
      ...(callsFrom !== undefined && { ':from': number(callsFrom) }),
      ...(stopUntil !== undefined && { ':nextEra': number(era + 1) }),
      ...(calls !== 0 && { ':calls': number(calls) }),
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
    answeredAt: of('answeredAt'),
    trialAt: of('trialAt'),
    trials: of('trials'),
    health: item.health ? decodeHealth(fromAttribute(item.health)) : healthy,
    healthNo: of('healthNo'),
  };
}
