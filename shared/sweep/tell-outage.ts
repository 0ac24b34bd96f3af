import type { Stop } from '../domain/outage/account-health.ts';
import type { Store } from '../dynamo/store.ts';
import { openCaptures } from '../queries/open-captures.ts';
import type { Telemetry } from '../telemetry/metrics.ts';

export type OutageDeps = Telemetry & {
  readonly store: Store;
  /** What the account's calls are held by; undefined where they go on. */
  readonly stopOf: (accountId: string) => Promise<Stop | undefined>;
  /** Epoch ms. */
  readonly now: () => number;
};

/** More are not counted: the sentence says "at least". */
const mostCounted = 5_000;

/**
 * Says that Zoom does not answer an account's calls, since when, and how many captures wait for it. An outage is no fault of
 * theirs, and none of them is lost. Reads the index of open captures while there is one.
 */
export async function tellOutage(
  { accountId, name }: { readonly accountId: string; readonly name: string },
  deps: OutageDeps,
): Promise<void> {
  const stop = await deps.stopOf(accountId);
  if (stop?.cause !== 'outage') return;
  const captures = await countDue(accountId, deps);
  const since = new Date(stop.since).toISOString();
  const many = captures >= mostCounted ? `at least ${captures}` : String(captures);
  deps.record({ metric: 'OutageMinutes', value: Math.ceil((deps.now() - stop.since) / 60_000), Account: name });
  deps.log.warn(`Zoom does not answer since ${since.slice(11, 16)}: ${many} captures wait, nothing is lost`, {
    account: name,
    since,
    captures,
    probes: stop.probes,
    nextProbeAt: new Date(stop.nextProbeAt).toISOString(),
  });
}

async function countDue(accountId: string, { store, now }: OutageDeps): Promise<number> {
  let captures = 0;
  for (const state of ['waiting', 'captured'] as const) {
    due: for await (const { items } of openCaptures({ state, pageSize: 100 }, store)) {
      for (const { meeting, dueAt } of items) {
        if (Date.parse(dueAt) > now() || captures >= mostCounted) break due;
        if (meeting.account === accountId) captures += 1;
      }
    }
  }
  return captures;
}
