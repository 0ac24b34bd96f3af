import type { TokenSource } from '../../zoom/client.ts';
import { ZoomError, ZoomTroubleError } from '../../zoom/errors.ts';
import type { AccessToken } from '../../zoom/oauth.ts';
import type { StoredToken, TokenItem, TokenLock } from './token-item.ts';

/** A worker that asks Zoom and dies is waited for no longer than this; asking takes less. */
const lockMs = 20_000;
/** Long enough to outwait a dead worker's lock. */
const patienceMs = 25_000;
const pauseMs = 250;
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
 * token there is, or wait for the new one.
 * @throws as `request`; ZoomTroubleError when another worker has not got a token in time.
 */
export function createSharedToken({ item, request, now, sleep }: SharedTokenDeps): TokenSource {
  let known: StoredToken | undefined;
  let renewal: Promise<string> | undefined;
  let noEarlyRenewalUntil = 0;

  const isValid = (token: StoredToken, rejected?: string) => token.value !== rejected && token.expiresAt > now();
  const isFresh = (token: StoredToken, rejected?: string) =>
    isValid(token, rejected) && (token.expiresAt - earlyMs(token) > now() || now() < noEarlyRenewalUntil);

  const obtain = async (rejected: string | undefined): Promise<string> => {
    const givesUpAt = now() + patienceMs;
    do {
      known = await item.read();
      if (known && isFresh(known, rejected)) return known.value;
      const lock = await item.lock(now(), now() + lockMs);
      if (lock) return await ask(lock, rejected);
      if (known && isValid(known, rejected)) return known.value;
      await sleep(pauseMs);
    } while (now() < givesUpAt);
    throw new ZoomTroubleError('Another worker has not got an access token in time.');
  };

  const ask = async (lock: TokenLock, rejected: string | undefined): Promise<string> => {
    try {
      // Between the read and the lock another worker may have renewed it.
      known = await item.read();
      if (known && isFresh(known, rejected)) {
        await item.unlock(lock);
        return known.value;
      }
      const issuedAt = now();
      known = { ...(await request()), issuedAt };
    } catch (error) {
      // The lock ends by itself as well; the fault is what the caller has to know.
      await item.unlock(lock).catch(() => {});
      if (!(error instanceof ZoomError && known && isValid(known, rejected))) throw error;
      noEarlyRenewalUntil = now() + earlyPauseMs;
      return known.value;
    }
    await item.unlock(lock, known);
    return known.value;
  };

  /** Callers at the same time share one way to a token. */
  const once = (rejected?: string): Promise<string> => {
    renewal ??= obtain(rejected).finally(() => {
      renewal = undefined;
    });
    return renewal;
  };

  return {
    get: async () => (known && isFresh(known) ? known.value : once()),
    async renew(rejected) {
      if (known && isFresh(known, rejected)) return known.value;
      const value = await once(rejected);
      return value === rejected ? once(rejected) : value;
    },
  };
}
