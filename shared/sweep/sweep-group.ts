import { inTurn } from '../domain/sweep/sweep-plan.ts';
import { errorFrom } from '../runtime/errors.ts';
import { handOverMs } from './sweep-deps.ts';

export type SweepGroupDeps<Account> = {
  /** The accounts with those that Zoom lists as their sub-accounts. */
  readonly withListed: (configured: readonly Account[]) => Promise<readonly Account[]>;
  readonly sweep: (account: Account) => Promise<void>;
  /** Epoch ms. */
  readonly now: () => number;
  /** Of the invocation. */
  readonly remainingMs: () => number;
};

/**
 * Sweeps an account, or a master with its sub-accounts, which share its limits: one after the other, since Zoom allows few calls
 * a minute to the dashboard's lists. Without the list of sub-accounts those that the settings name are swept all the same.
 * @throws what failed, when all are done: one's fault is no other's. Several are an AggregateError.
 */
export async function sweepGroup<Account>(
  configured: readonly Account[],
  { withListed, sweep, now, remainingMs }: SweepGroupDeps<Account>,
): Promise<void> {
  const errors: Error[] = [];
  const group = await withListed(configured).catch((error: unknown) => {
    errors.push(errorFrom(error));
    return configured;
  });
  // Of more than one invocation can go through, each is the first one at times.
  for (const account of inTurn(group, now())) {
    if (remainingMs() < handOverMs) break;
    await sweep(account).catch((error: unknown) => errors.push(errorFrom(error)));
  }
  if (errors.length > 1) throw new AggregateError(errors, errors.map(({ message }) => message).join(' '));
  if (errors[0]) throw errors[0];
}
