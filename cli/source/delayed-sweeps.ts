import { createLeasedItem } from '../../shared/dynamo/control/leased-item.ts';
import { decodeSweepState } from '../../shared/sweep/sweep-state.ts';
import { CliError } from '../errors.ts';
import type { Stack } from './stack.ts';

/** A sweep that something is in the way of: what no event told of is not found meanwhile. Instants are ISO 8601. */
export type DelayedSweep = {
  /** Zoom's id of the account. */
  readonly account: string;
  /** When it was last tried. */
  readonly triedAt: string;
  /** All meetings that ended before are swept; absent before the first sweep is done. */
  readonly sweptUntil?: string;
  readonly message: string;
  /** Zoom refuses the account, until a person has mended it. */
  readonly refused: boolean;
};

/** None where only the captures can be read: with `--table`, or without a right to the table `Control`. */
export async function delayedSweeps(
  accounts: readonly string[],
  { dynamodb, output }: Pick<Stack, 'dynamodb' | 'output'>,
): Promise<DelayedSweep[]> {
  try {
    const control = { client: dynamodb, table: output('ControlTable'), name: 'sweep', decode: decodeSweepState };
    const states = await Promise.all(accounts.map((accountId) => createLeasedItem({ ...control, accountId }).read()));
    return states.flatMap((state, index) => {
      const account = accounts[index];
      if (account === undefined || !state?.fault) return [];
      const { fault, sweptUntil } = state;
      return {
        account,
        triedAt: new Date(fault.at).toISOString(),
        ...(sweptUntil !== undefined && { sweptUntil: new Date(sweptUntil).toISOString() }),
        message: fault.message,
        refused: fault.name === 'ZoomAccountError' || fault.name === 'ZoomFinalError',
      };
    });
  } catch (error) {
    if (cannotBeAsked(error)) return [];
    throw error;
  }
}

/** What is not known with `--table`, or not allowed to whoever may read the captures alone. */
export const cannotBeAsked = (error: unknown): boolean =>
  error instanceof CliError ||
  (error instanceof Error && ['AccessDeniedException', 'AccessDenied'].includes(error.name));
