import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { SimulatorOptions } from '../../../local/simulator/options.ts';
import { startSimulator } from '../../../local/simulator/simulator.ts';
import { inventedAccount } from '../../../local/simulator/zoom/account.ts';
import { UnknownAccountError } from '../../../shared/accounts/accounts.ts';
import { withSubAccounts, type ZoomAccount } from '../../../shared/accounts/zoom-account.ts';
import { datasets } from '../../../shared/domain/dataset.ts';
import { createZoomClients } from '../../../shared/lambda/zoom-clients.ts';
import { checkZoom } from '../../../shared/operations/doctor/check-zoom.ts';
import type { Measurement } from '../../../shared/telemetry/metric-names.ts';
import { ZoomAccountError } from '../../../shared/zoom/errors.ts';
import { aMeeting } from '../../support/simulator-fixture.ts';
import { controlTable } from './control-table.ts';

const ids = Array.from({ length: 20 }, (_, at) => `SubAccount${at}`);
const refused = 'SubAccount7';

/** A master with 20 sub-accounts, each with a meeting; Zoom knows all of them but one. */
async function masterRig({ scopes }: Pick<SimulatorOptions, 'scopes'> = {}) {
  const subAccounts = ids.filter((id) => id !== refused);
  const quota = { calls: 20, windowMs: 1_000 };
  const simulator = await startSimulator({
    accounts: [{ ...inventedAccount, subAccounts }],
    quota,
    ...(scopes && { scopes }),
  });
  const control = await controlTable();
  for (const accountId of [undefined, ...ids]) {
    simulator.addMeeting(aMeeting({ uuid: `${accountId ?? 'master'}==`, ...(accountId && { accountId }) }));
  }
  const { accountId, clientId, clientSecret } = inventedAccount;
  const accounts = withSubAccounts(
    { name: 'main', accountId, clientId, clientSecret, plan: 'pro', datasets },
    { subAccounts: ids },
  );
  const measured: Measurement[] = [];
  const zoom = createZoomClients({
    accounts: {
      get: async (id) => {
        const found = accounts.find((account) => account.accountId === id);
        if (found) return found;
        throw new UnknownAccountError(id);
      },
    },
    apiUrl: simulator.apiUrl,
    oauthUrl: simulator.oauthUrl,
    client: control.client,
    table: control.table,
    fetch,
    now: Date.now,
    sleep: (ms) => sleep(ms),
    random: Math.random,
    record: (measurement) => void measured.push(measurement),
  });
  return {
    simulator,
    accounts,
    measured,
    zoom,
    rowsOf: async (id: string) => {
      const request = { kind: 'meeting', dataset: 'report', uuid: `${id}==`, type: 'past' } as const;
      const page = await (await zoom(id)).page(request);
      page.done();
      return page.rows.length;
    },
    async [Symbol.asyncDispose]() {
      await control[Symbol.asyncDispose]();
      await simulator.close();
    },
  };
}

test('sub-accounts are asked for through their master: one that is refused stops no other, and the limits hold', async () => {
  await using rig = await masterRig();
  const asked = await Promise.allSettled([...ids, ...ids].map(rig.rowsOf));
  for (const [index, answer] of asked.entries()) {
    const id = [...ids, ...ids][index];
    if (id === refused) expect(answer, id).toMatchObject({ status: 'rejected', reason: expect.any(ZoomAccountError) });
    else expect(answer, id).toEqual({ status: 'fulfilled', value: 5 });
  }
  expect(rig.simulator.calls.filter(({ status }) => status === 429)).toEqual([]);
  // One token, of the master, for all of them; and one label for what is measured.
  expect(rig.simulator.tokensIssued).toBe(1);
  expect(new Set(rig.measured.flatMap((one) => ('Account' in one ? [one.Account] : [])))).toEqual(new Set(['main']));
});

test('a sub-account’s meeting is not found in the master’s own account, nor the reverse', async () => {
  await using rig = await masterRig();
  const ask = async (account: string, uuid: string) =>
    (await rig.zoom(account)).page({ kind: 'meeting', dataset: 'report', uuid, type: 'past' }).then(
      () => 'found',
      (error: unknown) => (error instanceof Error ? error.name : 'odd'),
    );
  expect(await ask(inventedAccount.accountId, 'SubAccount1==')).toBe('ZoomFinalError');
  expect(await ask('SubAccount1', 'master==')).toBe('ZoomFinalError');
  expect(await ask(inventedAccount.accountId, 'master==')).toBe('found');
});

test('the list of meetings of a sub-account is its own', async () => {
  await using rig = await masterRig();
  const recent = new Date(Date.now() - 3_600_000).toISOString();
  for (const accountId of ['SubAccount1', 'SubAccount2']) {
    rig.simulator.addMeeting(aMeeting({ uuid: `${accountId}-new==`, accountId, startTime: recent, endTime: recent }));
  }
  const day = recent.slice(0, 10);
  const { rows, done } = await (await rig.zoom('SubAccount1')).list({ list: 'history', from: day, to: day });
  done();
  expect(rows.map((row) => row.meeting_uuid)).toEqual(['SubAccount1-new==']);
});

test('the doctor names the scope that a master lacks for its sub-accounts', async () => {
  await using rig = await masterRig({ scopes: ['report:read:list_meeting_participants:admin'] });
  const { apiUrl, oauthUrl } = rig.simulator;
  const caller = { apiUrl, oauthUrl, fetch, timeoutMs: 5_000, now: Date.now, random: Math.random };
  const [master, other] = rig.accounts;
  const ofReports = (account: ZoomAccount): ZoomAccount => ({ ...account, datasets: ['report'] });
  const findings = await checkZoom([ofReports(master), ...(other ? [ofReports(other)] : [])], caller);
  expect(findings.find(({ check }) => check === 'report of meetings of main')?.state).toBe('ok');
  expect(findings.find(({ check }) => check === 'report of meetings of main/SubAccount0')).toMatchObject({
    state: 'fault',
    seen: 'the scope report:read:list_meeting_participants:master is missing',
  });
});

test('the doctor looks at the lists of each sub-account, and names the one that is refused', async () => {
  await using rig = await masterRig();
  const { apiUrl, oauthUrl } = rig.simulator;
  // At 20 calls a second in all.
  const slowly: typeof fetch = async (input, init) => {
    await sleep(60);
    return fetch(input, init);
  };
  const caller = { apiUrl, oauthUrl, fetch: slowly, timeoutMs: 5_000, now: Date.now, random: Math.random };
  const [master, ...others] = rig.accounts;
  const few = others.filter(({ accountId }) => ['SubAccount6', refused].includes(accountId));
  const findings = await checkZoom([{ ...master, datasets: ['report'] }, ...few], caller);
  const ofNames = (state: string) => findings.filter((one) => one.state === state).map(({ check }) => check);
  expect(ofNames('ok')).toContain('lists for the sweep of main/SubAccount6');
  expect(ofNames('ok')).toContain('report of meetings of main');
  expect(ofNames('fault')).toContain(`report of meetings of main/${refused}`);
  expect(ofNames('fault').every((check) => check.endsWith(refused))).toBe(true);
});
