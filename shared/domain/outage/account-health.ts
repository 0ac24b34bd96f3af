import { omit } from '../omit.ts';
import type { ProbeWaits } from './probe-waits.ts';

/** Why nobody calls Zoom for one account for now. Instants are epoch ms. */
export type Stop = {
  /** `outage`: calls for several meetings in a row had no good answer. `day-limit`: Zoom says that the day's calls are used up. */
  readonly cause: 'outage' | 'day-limit';
  readonly since: number;
  /** When it ends by itself: Zoom's word, or 00:00 UTC. Absent for an outage, which a good answer ends. */
  readonly until?: number;
  /** From then on one call is let through, to see whether Zoom answers again. */
  readonly nextProbeAt: number;
  /** Calls that were let through so far. */
  readonly probes: number;
  /** One of them has no answer yet; its worker is waited for until then. */
  readonly probingUntil?: number;
};

/** A meeting, or a list of meetings: how many calls for it had no good answer, and when the last one had none. */
type Failing = { readonly name: string; readonly at: number; readonly calls: number };

/** How Zoom answers the calls for one account, as all functions together know it. */
export type AccountHealth = {
  /** Since the last good answer. */
  readonly failing: readonly Failing[];
  readonly stop?: Stop;
  /** The stop before this one, or before now. */
  readonly lastStop?: Pick<Stop, 'cause' | 'since'> & { readonly endedAt: number };
};

export const healthy: AccountHealth = { failing: [] };

export type HealthEvent =
  /** A call for this meeting had no good answer: a transient failure, or one that is not understood. */
  | { readonly kind: 'failed'; readonly name: string }
  /** Zoom answered a call that began at this instant, be it with a refusal that we understand. */
  | { readonly kind: 'answered'; readonly askedAt: number }
  /** The day's calls are used up. `isStated`: Zoom said until when, and it may be so. */
  | { readonly kind: 'day-limited'; readonly until: number; readonly isStated: boolean }
  /** A call wants to be the next probe. */
  | { readonly kind: 'probed' }
  /** A person ends the stop. */
  | { readonly kind: 'resumed' };

/** So many meetings in a row are no sick meeting any more. */
const meetingsOfAnOutage = 3;
/** Nor are two, where so many calls for them came to nothing: a quiet account may hear of a third one in an hour alone. */
const callsForTwo = 8;
/** Failures longer ago say nothing about now: the good answers since may not have been told. */
const failingMs = 15 * 60_000;
/** A call has its answer by then, or its worker has died. */
const longestProbeMs = 30_000;

type Context = { readonly now: number; readonly waits: ProbeWaits };

/** The health after this event; the same object where it changes nothing. */
export function nextHealth(health: AccountHealth, event: HealthEvent, context: Context): AccountHealth {
  const { now } = context;
  const stop = stopAt(health, now);
  switch (event.kind) {
    case 'failed':
      return stop ? withStop(health, afterProbe(stop, context)) : noteFailure(health, event.name, context);
    case 'answered':
      return noteAnswer(health, event.askedAt, now);
    case 'day-limited':
      return withStop(health, dayLimit(stop, event, context));
    case 'probed':
      return stop && mayProbe(stop, now) ? withStop(health, beginProbe(stop, context)) : health;
    case 'resumed':
      return health.stop ? lift(health, health.stop, now) : health;
  }
}

/** The stop that is in force; undefined for none, or for one whose time is over. */
export function stopAt({ stop }: AccountHealth, now: number): Stop | undefined {
  return stop && (stop.until === undefined || stop.until > now) ? stop : undefined;
}

/** When the last stop ended, by itself or by a good answer; 0 where none has. */
export function stopEndedAt({ stop, lastStop }: AccountHealth, now: number): number {
  return stop?.until !== undefined && stop.until <= now ? stop.until : (lastStop?.endedAt ?? 0);
}

/** So many calls without a good answer, of whatever meetings, are no hiccup: to ask again at once is of no use. */
const callsOfAHiccup = 4;

export const isSuspect = ({ failing }: AccountHealth): boolean => callsFor(failing) >= callsOfAHiccup;

const callsFor = (failing: readonly Failing[]): number => failing.reduce((sum, { calls }) => sum + calls, 0);

const mayProbe = ({ nextProbeAt, probingUntil = 0 }: Stop, now: number): boolean =>
  nextProbeAt <= now && probingUntil <= now;

type Comer = {
  /** A call of a sweep or a backfill: it lets those in a hurry go first. */
  readonly canWait: boolean;
  /** 0 to 1. */
  readonly random: number;
};

/**
 * When a call that the stop has put off is worth asking for again: soon after the next probe, whose answer is known then.
 * Those in a hurry come first, so that one of them is the probe. Epoch ms.
 */
export function comeBackAt(stop: Stop, { now, waits }: Context, { canWait, random }: Comer): number {
  const { spread } = waits;
  const isProbing = (stop.probingUntil ?? 0) > now;
  const from = isProbing ? now + spread : Math.max(now, Math.min(stop.nextProbeAt, stop.until ?? Infinity));
  return Math.ceil(from + (canWait ? spread * (1 + 2 * random) : spread * random));
}

/** Whether a call of this urgency may be the probe: who can wait is it only where nobody in a hurry has come. */
export const isProbeFor = (stop: Stop, { now, waits }: Context, canWait: boolean): boolean =>
  mayProbe(stop, canWait ? now - waits.spread : now);

function noteFailure(health: AccountHealth, name: string, { now, waits }: Context): AccountHealth {
  const others = health.failing.filter((one) => one.name !== name && now - one.at < failingMs);
  const { calls = 0 } = health.failing.find((one) => one.name === name) ?? {};
  const failing = [...others, { name, at: now, calls: calls + 1 }];
  const isOutage = failing.length >= (callsFor(failing) >= callsForTwo ? 2 : meetingsOfAnOutage);
  if (!isOutage) return { ...health, failing };
  const since = Math.min(...failing.map(({ at }) => at));
  const nextProbeAt = now + nth(waits.outage, 0);
  return withStop({ ...health, failing: [] }, { cause: 'outage', since, nextProbeAt, probes: 0 });
}

function noteAnswer(health: AccountHealth, askedAt: number, now: number): AccountHealth {
  const { stop } = health;
  // An answer to a call from before the stop says nothing of it.
  // Nor does one of a call that another worker began before it knew of a daily limit.
  const isNews = stop && askedAt > stop.since && (stop.cause === 'outage' || stop.probes > 0);
  if (isNews) return lift(health, stop, now);
  return health.failing.length > 0 ? { ...health, failing: [] } : health;
}

function dayLimit(
  stop: Stop | undefined,
  { until, isStated }: { readonly until: number; readonly isStated: boolean },
  context: Context,
): Stop {
  const { now, waits } = context;
  const known = stop?.cause === 'day-limit' ? afterProbe(stop, context) : undefined;
  if (known && !isStated) return known;
  const { since = now, probes = 0, until: knownUntil = 0 } = known ?? {};
  const last = Math.max(until, knownUntil);
  const firstWait = nth(waits.dayLimit, 0);
  // Zoom's word is kept, and asked about once half of it is over.
  const wait = isStated ? Math.max(Math.round((last - now) / 2), firstWait) : firstWait;
  return { cause: 'day-limit', since, until: last, nextProbeAt: now + wait, probes };
}

const beginProbe = (stop: Stop, { now, waits }: Context): Stop => ({
  ...stop,
  probes: stop.probes + 1,
  nextProbeAt: now + nth(stop.cause === 'outage' ? waits.outage : waits.dayLimit, stop.probes + 1),
  probingUntil: now + longestProbeMs,
});

/** A call without a good answer, whether it was a probe or was under way before. */
function afterProbe(stop: Stop, context: Context): Stop {
  // Nobody has begun it as a probe: it was one all the same, such as a request for a token.
  const probed = mayProbe(stop, context.now) ? beginProbe(stop, context) : stop;
  return probed.probingUntil === undefined ? probed : omit(probed, 'probingUntil');
}

function lift(health: AccountHealth, { cause, since }: Stop, now: number): AccountHealth {
  return { ...omit(health, 'stop'), failing: [], lastStop: { cause, since, endedAt: now } };
}

const withStop = (health: AccountHealth, stop: Stop): AccountHealth =>
  stop === health.stop ? health : { ...health, stop };

/** The n-th wait, or the last. */
const nth = (waits: readonly number[], n: number): number => waits[Math.min(n, waits.length - 1)] ?? 0;
