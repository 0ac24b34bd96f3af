import type { StayRecord } from './stay-record.ts';

/**
 * How far apart two datasets may put one joining. They round differently and their clocks differ by seconds; a
 * rejoining has another `user_id`, so a generous limit joins no two stays of one person.
 */
export const joinToleranceMs = 10_000;

/** How badly two records fit: in the order of weight, each 0 or more, less is better. */
export type Misfit = readonly [joinMs: number, waiting: number, breakout: number, leaveMs: number];

/** How well records of two datasets of one meeting fit one stay; undefined when they are of two. */
export function misfit(a: StayRecord, b: StayRecord): Misfit | undefined {
  const samePerson = isSamePerson(a, b);
  if (samePerson === undefined || contradict(a.participantUserId, b.participantUserId)) return undefined;
  if (contradict(a.waiting, b.waiting) || contradict(a.breakoutId, b.breakoutId)) return undefined;
  // The QoS list does not say in which room a stay was. The others do: blank is the main one.
  const roomKnown = a.dataset !== 'qos' && b.dataset !== 'qos';
  if (roomKnown && a.breakoutId !== b.breakoutId) return undefined;
  const joinMs = distance(a.joinAtMs, b.joinAtMs);
  if (joinMs === undefined ? samePerson !== 'by-session' : joinMs > joinToleranceMs) return undefined;
  // Nobody sends or receives anything in a waiting room, so QoS is hardly about one.
  const waitingMisfit = a.waiting === b.waiting ? 0 : (a.waiting ?? b.waiting) ? 2 : 1;
  const leaveMs = distance(a.leaveAtMs, b.leaveAtMs) ?? Number.MAX_SAFE_INTEGER;
  return [joinMs ?? joinToleranceMs, waitingMisfit, a.breakoutId === b.breakoutId ? 0 : 1, leaveMs];
}

/** Names under which a record can be found; records that fit have one of them in {@link soughtAs}. */
export const foundAs = ({ sessionId, personKeys }: StayRecord): string[] =>
  sessionId === undefined ? [...personKeys, ...personKeys.map(nameless)] : [`session ${sessionId}`, ...personKeys];

/** Where to look for the records that may fit: few, also when one person joined a thousand times. */
export const soughtAs = ({ sessionId, personKeys }: StayRecord): string[] =>
  sessionId === undefined ? [...personKeys] : [`session ${sessionId}`, ...personKeys.map(nameless)];

const nameless = (personKey: string): string => `without user_id, ${personKey}`;

export function compareMisfits(a: Misfit, b: Misfit): number {
  const decisive = a.findIndex((part, index) => part !== b[index]);
  return decisive < 0 ? 0 : (a[decisive] ?? 0) - (b[decisive] ?? 0);
}

/** By `user_id`; by the person only where one of them has none. */
function isSamePerson(a: StayRecord, b: StayRecord): 'by-session' | 'by-person' | undefined {
  if (a.sessionId !== undefined && b.sessionId !== undefined) {
    return a.sessionId === b.sessionId ? 'by-session' : undefined;
  }
  return a.personKeys.some((key) => b.personKeys.includes(key)) ? 'by-person' : undefined;
}

const contradict = <T>(a: T | undefined, b: T | undefined): boolean => a !== undefined && b !== undefined && a !== b;

const distance = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined ? undefined : Math.abs(a - b);
