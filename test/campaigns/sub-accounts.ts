import { createCapacityMeter, writeUnitsOf } from '../../bench/engines/capacity-meter.ts';
import { freshTables } from '../../bench/engines/fresh-tables.ts';
import { withDynoxide } from '../../bench/engines/start-dynoxide.ts';
import { generateMeeting } from '../../local/simulator/meetings.ts';
import { inventedAccount } from '../../local/simulator/zoom/account.ts';
import { UnknownAccountError } from '../../shared/accounts/accounts.ts';
import { withListed } from '../../shared/accounts/with-listed.ts';
import { subAccountOf, type ZoomAccount } from '../../shared/accounts/zoom-account.ts';
import { datasets } from '../../shared/domain/dataset.ts';
import { createLeasedItem } from '../../shared/dynamo/control/leased-item.ts';
import { createZoomClients } from '../../shared/lambda/zoom-clients.ts';
import { listSubAccounts } from '../../shared/sweep/list-sub-accounts.ts';
import { decodeSubAccountsState } from '../../shared/sweep/sub-accounts-state.ts';
import { sweepAccount } from '../../shared/sweep/sweep-account.ts';
import { sweepGroup } from '../../shared/sweep/sweep-group.ts';
import { startCaptureFixture } from '../support/capture/capture-fixture.ts';
import { nearClient } from '../support/capture/near-client.ts';
import { createSweepFixture } from '../support/capture/sweep-fixture.ts';

// `node test/campaigns/sub-accounts.ts [sub-accounts] [meetings of each]`: a master whose sub-accounts Zoom lists, of which one
// refuses, swept hour by hour. Says what an hour takes of Zoom and of DynamoDB, and whether every other one has its meetings.

const [count = 20, each = 10] = process.argv.slice(2).map(Number);
const hour = 3_600_000;
/** Named in the settings beside those that Zoom lists, which knows nothing of it. */
const refusing = 'NoSubAccount';
const ids = Array.from({ length: count - 1 }, (_, at) => `SubAccount${at}`);
const { accountId, clientId, clientSecret } = inventedAccount;
const master: ZoomAccount = { name: 'main', plan: 'business', datasets, accountId, clientId, clientSecret };
const configured = [{ ...master, takesEverySubAccount: true }, subAccountOf(master, refusing)];

const report = await withDynoxide(async (engine) => {
  await freshTables(engine);
  const meter = createCapacityMeter(engine);
  const fixture = await startCaptureFixture({
    engine: 'embedded',
    startAt: Date.parse('2026-11-20T03:00:00Z'),
    intercept: meter.intercept,
    accounts: [{ ...inventedAccount, subAccounts: ids }],
    quota: { calls: 60, windowMs: 1_000 },
  });
  const sweep = createSweepFixture(fixture);
  const { simulator, parts, now } = fixture;
  const client = nearClient(parts.dynamodb, 'worker-sub-accounts');
  const control = { client, table: 'Control' };
  const all = [...configured, ...ids.map((id) => subAccountOf(master, id))];
  const { sleep } = parts.clock;
  const zoom = createZoomClients({
    accounts: {
      get: async (id) => {
        const found = all.find((account) => account.accountId === id);
        if (found) return found;
        throw new UnknownAccountError(id);
      },
    },
    apiUrl: simulator.apiUrl,
    oauthUrl: simulator.oauthUrl,
    ...control,
    fetch,
    record: () => {},
    now,
    sleep,
    random: parts.random,
  });
  const lines: string[] = [];
  const log = (message: string) => void lines.push(message);
  const tick = async (id: string) => {
    const invoked = { id, remainingMs: () => 120_000 };
    const deps = { ...sweep.open().sweep, ...invoked, zoom, log: { info: log, warn: log, error: log } };
    const subAccountsItem = (of: string) =>
      createLeasedItem({ ...control, accountId: of, name: 'sub-accounts', decode: decodeSubAccountsState });
    const listed = (of: ZoomAccount) => listSubAccounts(of, { ...deps, subAccountsItem });
    const group = {
      withListed: (some: readonly ZoomAccount[]) => withListed(some, configured, listed),
      sweep: (account: ZoomAccount) => sweepAccount(account, deps),
      now,
      remainingMs: invoked.remainingMs,
    };
    await sweepGroup(configured, group).catch((error: Error) => log(error.message));
  };
  try {
    await tick('first');
    fixture.advance(3 * hour);
    for (const [at, id] of ids.entries()) {
      for (let nth = 0; nth < each; nth += 1) {
        const endTime = new Date(now() - 2 * hour - nth * 1_000);
        const meeting = generateMeeting({ seed: at * each + nth, participants: 2, minutes: 1, endTime });
        simulator.addMeeting({ ...meeting, accountId: id });
      }
    }
    // The first brings all meetings; the others show what an hour takes that has nothing new.
    const hours = [];
    for (let nth = 0; nth < 3; nth += 1) {
      const before = simulator.calls.length;
      meter.take();
      await tick(`hour ${nth}`);
      const consumed = meter.take();
      const made = simulator.calls.slice(before);
      hours.push({
        calls: made.length,
        refused: made.filter(({ status }) => status === 429).length,
        writes: writeUnitsOf(consumed),
        reads: consumed.reads,
      });
      fixture.advance(hour);
    }
    const uuids = new Set([...fixture.queue.messages].map(({ body }) => JSON.parse(body).uuid));
    const missed = ids.length * each - uuids.size;
    return { subAccounts: count, meetings: ids.length * each, missed, hours, faults: [...new Set(lines)] };
  } finally {
    client.destroy();
    sweep.close();
    await fixture.close();
  }
});
console.log(JSON.stringify(report, undefined, 2));
if (report.missed > 0) process.exitCode = 1;
