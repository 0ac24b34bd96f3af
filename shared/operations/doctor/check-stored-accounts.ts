import { listAccounts } from '../../dynamo/meetings/meeting-accounts.ts';
import type { Store } from '../../dynamo/store.ts';
import { endedMeetings } from '../../queries/meetings.ts';
import { itemsOf } from '../../queries/paging.ts';
import { type Finding, warning } from './finding.ts';

/** Meetings of an account that are counted. */
const mostCounted = 1_000;
const ever = { from: '0000-01-01', to: '9999-12-31' };

/**
 * Accounts that have meetings stored and are none of the stage's, such as a typing error that was corrected since.
 * `known`: the ids of all accounts of the stage.
 */
export async function checkStoredAccounts(known: readonly string[], store: Store): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const account of await listAccounts(store.client, store.table)) {
    if (known.includes(account)) continue;
    const meetings = itemsOf(endedMeetings({ account, ended: ever, limit: mostCounted }, store));
    const count = (await Array.fromAsync(meetings)).length;
    if (count === 0) continue;
    const number = count === mostCounted ? `${count} or more meetings` : `${count} meeting${count === 1 ? '' : 's'}`;
    findings.push(
      warning(
        'stored accounts',
        `${number} of account ${account}, which this stage does not have`,
        `Add the account's secret; or, if it was a typing error or a test, run: forget --account ${account} --dry-run.`,
      ),
    );
  }
  return findings;
}
