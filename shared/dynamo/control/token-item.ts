import { seal, unseal } from '../../domain/sealing.ts';
import { type ControlTable, createControlItem } from './control-item.ts';

export type StoredToken = {
  readonly value: string;
  /** Epoch ms. */
  readonly issuedAt: number;
  readonly expiresAt: number;
};

/** The right to ask Zoom for a token: one worker at a time has it, until this instant (epoch ms), which also names it. */
export type TokenLock = { readonly until: number };

type TokenState = {
  /** Undefined when there is none that we can open. */
  readonly token: StoredToken | undefined;
  /** Until when a worker has the lock (epoch ms); 0 for never. */
  readonly lockedUntil: number;
};

export type TokenItem = {
  /** A consistent read. */
  readonly read: () => Promise<TokenState>;
  /** Undefined while another worker has the lock. */
  readonly lock: (now: number, until: number) => Promise<TokenLock | undefined>;
  /**
   * Stores a token and gives the lock back; with no token, only gives it back.
   * @returns false when another worker has taken the lock over: nothing is stored then.
   */
  readonly unlock: (lock: TokenLock, token?: StoredToken) => Promise<boolean>;
};

/** The one access token of a Zoom account in the `Control` table, encrypted with a key made of the client secret. */
export function createTokenItem(control: ControlTable, clientSecret: string): TokenItem {
  const { accountId } = control;
  const { read, update } = createControlItem(control, 'token');

  return {
    async read() {
      const item = await read();
      const instant = (name: string) => Number(item?.[name]?.N ?? 0);
      const lockedUntil = instant('lockedUntil');
      const value = item?.sealed?.S === undefined ? undefined : unseal(item.sealed.S, clientSecret, accountId);
      if (value === undefined) return { token: undefined, lockedUntil };
      return { token: { value, issuedAt: instant('issuedAt'), expiresAt: instant('validUntil') }, lockedUntil };
    },
    async lock(now, until) {
      const taken = await update({
        UpdateExpression: 'SET lockedUntil = :until',
        ConditionExpression: 'attribute_not_exists(lockedUntil) OR lockedUntil <= :now',
        ExpressionAttributeValues: { ':until': number(until), ':now': number(now) },
      });
      return taken ? { until } : undefined;
    },
    async unlock({ until }, token) {
      const updated = await update({
        UpdateExpression: token
          ? 'SET sealed = :sealed, issuedAt = :issuedAt, validUntil = :validUntil REMOVE lockedUntil'
          : 'REMOVE lockedUntil',
        ConditionExpression: 'lockedUntil = :until',
        ExpressionAttributeValues: {
          ':until': number(until),
          ...(token && {
            ':sealed': { S: seal(token.value, clientSecret, accountId) },
            ':issuedAt': number(token.issuedAt),
            ':validUntil': number(token.expiresAt),
          }),
        },
      });
      return updated !== undefined;
    },
  };
}

const number = (value: number) => ({ N: String(value) });
