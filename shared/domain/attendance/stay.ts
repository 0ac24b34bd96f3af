import { parseInstant } from './instant.ts';
import { clip, type Interval } from './interval.ts';
import type { Session } from './session.ts';

/**
 * What is odd about a stay's times.
 * - `assumedLeave`: no time of leaving; it ends with the meeting.
 * - `unknownJoin`: no time of joining; it counts for nothing.
 * - `leaveBeforeJoin`: it counts for nothing.
 * - `joinBeforeStart`, `leaveAfterEnd`: by a second or more; it counts from the start, or up to the end.
 */
export type Oddity = 'assumedLeave' | 'unknownJoin' | 'leaveBeforeJoin' | 'joinBeforeStart' | 'leaveAfterEnd';

export type Stay = {
  /** From joining to leaving; absent when neither is known well enough. */
  readonly whole?: Interval;
  /** The part of it within the meeting. A waiting room has no such bounds: it may open before and close later. */
  readonly counted: Interval;
  readonly oddities: readonly Oddity[];
};

/** Times with milliseconds against times without: less than this is rounding. */
const roundingMs = 1000;

/** How long a session lasted, in a meeting that lasted for `span`. */
export function measureStay({ fields, place }: Session, span: Interval): Stay {
  const fromMs = parseInstant(fields.join_time);
  const leftAtMs = parseInstant(fields.leave_time);
  if (fromMs === undefined) return { counted: nothing(span), oddities: ['unknownJoin'] };
  const toMs = Math.max(fromMs, leftAtMs ?? span.toMs);
  const whole = { fromMs, toMs };
  const inside = place !== 'waiting-room';
  return {
    whole,
    counted: inside ? clip(whole, span) : whole,
    oddities: [
      ...when('assumedLeave', leftAtMs === undefined),
      ...when('leaveBeforeJoin', leftAtMs !== undefined && leftAtMs < fromMs),
      ...when('joinBeforeStart', inside && fromMs <= span.fromMs - roundingMs),
      ...when('leaveAfterEnd', inside && toMs >= span.toMs + roundingMs),
    ],
  };
}

const nothing = ({ fromMs }: Interval): Interval => ({ fromMs, toMs: fromMs });
const when = (oddity: Oddity, is: boolean): Oddity[] => (is ? [oddity] : []);
