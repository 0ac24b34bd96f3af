import type { Stop } from '../../shared/domain/outage/account-health.ts';
import { readAccountCalls } from '../../shared/dynamo/control/rate/account-stop.ts';
import { cannotBeAsked } from './delayed-sweeps.ts';
import type { Stack } from './stack.ts';

/** Nobody calls Zoom for this account for now. */
export type AccountStop = {
  /** Zoom's id of it. */
  readonly account: string;
  readonly stop: Stop;
};

/** Those of these accounts that are stopped at `now` (epoch ms); none where only the captures can be read. */
export async function accountStops(
  accounts: readonly string[],
  { dynamodb, output }: Pick<Stack, 'dynamodb' | 'output'>,
  now: number,
): Promise<AccountStop[]> {
  try {
    const control = { client: dynamodb, table: output('ControlTable') };
    const calls = await Promise.all(accounts.map((accountId) => readAccountCalls({ ...control, accountId }, now)));
    return accounts.flatMap((account, index) => {
      const stop = calls[index]?.stop;
      return stop ? [{ account, stop }] : [];
    });
  } catch (error) {
    if (cannotBeAsked(error)) return [];
    throw error;
  }
}
