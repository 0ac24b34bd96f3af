import type { TokenSource } from '../zoom/client.ts';
import { ZoomTroubleError } from '../zoom/errors.ts';
import type { AccessToken } from '../zoom/oauth.ts';
import type { StoredToken, TokenItem } from './token-item.ts';

/** A worker that asks Zoom and dies is waited for no longer than this. */
const lockMs = 20_000;
const pauseMs = 250;
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

  const isFresh = (token: StoredToken) => token.expiresAt - earlyMs(token) > now();
  const isValid = (token: StoredToken) => token.expiresAt > now();

  const obtain = async (rejected: string | undefined): Promise<string> => {
    for (const givesUpAt = now() + 2 * lockMs; now() < givesUpAt; ) {
      known = await item.read();
      if (known && known.value !== rejected && isFresh(known)) return known.value;
      if (await item.lock(now(), now() + lockMs)) return await ask(rejected);
      if (known && known.value !== rejected && isValid(known)) return known.value;
      await sleep(pauseMs);
    }
    throw new ZoomTroubleError('Another worker has not got an access token in time.');
  };

  const ask = async (rejected: string | undefined): Promise<string> => {
    let fresh: StoredToken | undefined;
    try {
      // Between the read and the lock another worker may have renewed it.
      const stored = await item.read();
      if (stored && stored.value !== rejected && isFresh(stored)) {
        known = stored;
        return stored.value;
      }
      const { value, expiresAt } = await request();
      fresh = { value, issuedAt: now(), expiresAt };
      known = fresh;
      return value;
    } finally {
      await item.unlock(fresh);
    }
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
      if (known && known.value !== rejected && isFresh(known)) return known.value;
      const value = await once(rejected);
      return value === rejected ? once(rejected) : value;
    },
  };
}
