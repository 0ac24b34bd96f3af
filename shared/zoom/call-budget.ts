import type { RateLimit } from './answers/retry-after.ts';

export type Urgency = {
  /** The share of a day's calls, 0 to 1, that is left to those in a hurry. @default 0 */
  readonly reserve?: number;
  /** A call of a backfill has an allowance of its own besides; those of sweeps are counted. */
  readonly purpose?: 'sweep' | 'backfill';
  /** The worker knows of no good answer lately: it makes few such calls before there is one. @default false */
  readonly isUnsure?: boolean;
};

/** The account's share of Zoom's rate limits. */
export type RateBudget = {
  /** Resolves when one more call may start. @throws ZoomRateLimitError when that is too far away to wait for. */
  readonly take: (urgency?: Urgency) => Promise<void>;
  /** Tells the budget what Zoom said: nobody calls before. */
  readonly heed: (limit: RateLimit) => Promise<void>;
};

/** How Zoom answers the account's calls, as all workers know it together. */
export type CallHealth = {
  /** Resolves while calls may be made. @throws ZoomStoppedError while none may, but for a probe now and then */
  readonly check: (urgency?: Urgency) => Promise<void>;
  /** When a call is worth asking for again (epoch ms); undefined while calls may be made. Reads only what is known to be stopped. */
  readonly heldUntil: (urgency?: Urgency) => Promise<number | undefined>;
  /** Whether this worker has had no good answer lately. */
  readonly isUnsure: () => boolean;
  /** Whether calls fail so often that trying again at once is of no use. */
  readonly isSuspect: () => boolean;
  /** A call begins. */
  readonly asked: () => void;
  /** Zoom answered a call that began at this instant (epoch ms). */
  readonly answered: (askedAt: number) => Promise<void>;
  /** A call for this meeting, or list, had no good answer. @returns where calls are stopped now, when to ask again (epoch ms) */
  readonly failed: (name: string, urgency?: Urgency) => Promise<number | undefined>;
};
