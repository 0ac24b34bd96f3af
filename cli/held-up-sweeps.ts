import { createLeasedItem } from '../shared/dynamo/control/leased-item.ts';
import { decodeSweepState } from '../shared/sweep/sweep-state.ts';
import { CliError } from './cli-error.ts';
import { printable } from './printable.ts';
import type { Stack } from './stack.ts';
import { instantText } from './status-table.ts';

/** A sweep that something is in the way of: what no event told of is not found meanwhile. Instants are ISO 8601. */
export type HeldUpSweep = {
  /** Zoom's id of the account. */
  readonly account: string;
  /** When it was last tried. */
  readonly triedAt: string;
  /** All meetings that ended before have been looked for; absent before the first sweep is done. */
  readonly sweptUntil?: string;
  readonly message: string;
};

/** None where only the captures can be read: with `--table`, or without a right to the table `Control`. */
export async function heldUpSweeps(
  accounts: readonly string[],
  { dynamodb, output }: Pick<Stack, 'dynamodb' | 'output'>,
): Promise<HeldUpSweep[]> {
  try {
    const control = { client: dynamodb, table: output('ControlTable') };
    const found = await Promise.all(accounts.map((accountId) => heldUpSweep(accountId, control)));
    return found.flatMap((one) => one ?? []);
  } catch (error) {
    if (error instanceof CliError || (error instanceof Error && error.name === 'AccessDeniedException')) return [];
    throw error;
  }
}

async function heldUpSweep(
  accountId: string,
  control: { readonly client: Stack['dynamodb']; readonly table: string },
): Promise<HeldUpSweep | undefined> {
  const item = createLeasedItem({ ...control, accountId, name: 'sweep', decode: decodeSweepState });
  const { fault, sweptUntil } = (await item.read()) ?? {};
  if (!fault) return undefined;
  return {
    account: accountId,
    triedAt: new Date(fault.at).toISOString(),
    ...(sweptUntil !== undefined && { sweptUntil: new Date(sweptUntil).toISOString() }),
    message: fault.message,
  };
}

/** One line each, below the table; empty when all is well. */
export function heldUpLines(sweeps: readonly HeldUpSweep[]): string {
  const lines = sweeps.map(({ account, triedAt, sweptUntil, message }) => {
    const until =
      sweptUntil === undefined ? 'nothing was looked for yet' : `looked for until ${instantText(sweptUntil)}`;
    return `Sweep of ${printable(account)} is held up (${until}, tried ${instantText(triedAt)}): ${printable(message)}\n`;
  });
  return lines.length === 0 ? '' : `\n${lines.join('')}`;
}
