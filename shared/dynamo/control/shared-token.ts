import { waitAtMost } from '../../runtime/wait-at-most.ts';
import type { TokenSource } from '../../zoom/client.ts';
import { ZoomError, ZoomTransientError } from '../../zoom/errors.ts';
import type { AccessToken } from '../../zoom/oauth.ts';
import type { StoredToken, TokenItem, TokenLock } from './token-item.ts';

/** The longest that a request for a token may take. */
export const longestRequestMs = 15_000;
/** A worker that asks Zoom and dies is waited for no longer than this: a request, a read before it and a write after it. */
const lockMs = longestRequestMs + 5_000;
/** Long enough to outwait a dead worker's lock. */
const patienceMs = 25_000;
/** Whoever waits for a renewal waits no longer: all of that patience, then a request of one's own, and DynamoDB's answers. */
const longestRenewalMs = 45_000;
/** Between two reads of whoever waits for another worker's token; each is longer than the one before, by half. */
const firstPauseMs = 250;
const longestPauseMs = 2_000;
/** After an early renewal that failed, the token there is will do for so long. */
const earlyPauseMs = 30_000;
/** A token is renewed 5 minutes early, or a tenth of a shorter life. */
const earlyMs = ({ issuedAt, expiresAt }: StoredToken) => Math.min(5 * 60_000, (expiresAt - issuedAt) / 10);

export type SharedTokenDeps = {
  readonly item: TokenItem;
  /** Asks Zoom for a token; it may put an end to the one before. */
  readonly request: () => Promise<AccessToken>;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
};

/**
 * The access token that all functions of a Zoom account share. One worker at a time asks Zoom; the others go on with the
 * token there is, or wait for the new one: 45 seconds at most.
 * @throws as `request`; ZoomTransientError when no token was got in time.
 */
export function createSharedToken({ item, request, now, sleep }: SharedTokenDeps): TokenSource {
  let known: StoredToken | undefined;
  let renewal: Promise<StoredToken> | undefined;
  let noEarlyRenewalUntil = 0;

  const isValid = (token: StoredToken, rejected?: string) => token.value !== rejected && token.expiresAt > now();
  const isFresh = (token: StoredToken, rejected?: string) =>
    isValid(token, rejected) && (token.expiresAt - earlyMs(token) > now() || now() < noEarlyRenewalUntil);

  const obtain = async (rejected: string | undefined): Promise<StoredToken> => {
    const givesUpAt = now() + patienceMs;
    let pauseMs = firstPauseMs;
    do {
      const { token: stored, lockedUntil } = await item.read();
      if (stored && isFresh(stored, rejected)) return stored;
      // A lock that is refused is billed as a write: it is tried where it may be free alone.
      const isLocked = lockedUntil > now();
      const lock = isLocked ? undefined : await item.lock(now(), now() + lockMs);
      if (lock) return await renewUnder(lock, rejected);
      if (stored && isValid(stored, rejected)) return stored;
      // Whoever was faster has just begun.
      if (!isLocked) pauseMs = firstPauseMs;
      await sleep(isLocked ? Math.min(pauseMs, lockedUntil - now()) : pauseMs);
      pauseMs = Math.min(longestPauseMs, pauseMs * 1.5);
    } while (now() < givesUpAt);
    throw new ZoomTransientError('Another worker has not got an access token in time.');
  };

  const renewUnder = async (lock: TokenLock, rejected: string | undefined): Promise<StoredToken> => {
    let stored: StoredToken | undefined;
    let fresh: StoredToken | undefined;
    try {
      // Between the read and the lock another worker may have renewed it.
      stored = (await item.read()).token;
      if (stored && isFresh(stored, rejected)) return stored;
      fresh = await askZoom(lock);
      return fresh;
    } catch (error) {
      if (!(error instanceof ZoomError && stored && isValid(stored, rejected))) throw error;
      noEarlyRenewalUntil = now() + earlyPauseMs;
      return stored;
    } finally {
      // Where that fails, the lock ends by itself, and the others get a token of their own.
      await item.unlock(lock, fresh).catch(() => {});
    }
  };

  const askZoom = async ({ until }: TokenLock): Promise<StoredToken> => {
    const issuedAt = now();
    // Another worker might ask meanwhile, and its token put an end to this one.
    if (issuedAt + longestRequestMs > until)
      throw new ZoomTransientError('Too little was left of the lock to ask for a token.');
    return { ...(await request()), issuedAt };
  };

  /** Callers at the same time share one way to a token. */
  const shareRenewal = (rejected?: string): Promise<StoredToken> => {
    const late = () => new ZoomTransientError('No access token was got in time.');
    renewal ??= waitAtMost(longestRenewalMs, obtain(rejected), late)
      .then((token) => {
        known = token;
        return token;
      })
      .finally(() => {
        renewal = undefined;
      });
    return renewal;
  };

  return {
    get: async () => (known && isFresh(known) ? known : await shareRenewal()).value,
    async renew(rejected) {
      if (known && isFresh(known, rejected)) return known.value;
      const { value } = await shareRenewal(rejected);
      // It joined a renewal that did not know of the rejection; the next one begins here and does.
      return value === rejected ? (await shareRenewal(rejected)).value : value;
    },
  };
}
