import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { SimulatorOptions } from '../../../local/simulator/options.ts';
import { startSimulator } from '../../../local/simulator/simulator.ts';
import { inventedAccount } from '../../../local/simulator/zoom/account.ts';
import { UnknownAccountError } from '../../../shared/accounts/accounts.ts';
import { withListed } from '../../../shared/accounts/with-listed.ts';
import { withSubAccounts, type ZoomAccount } from '../../../shared/accounts/zoom-account.ts';
import { datasets } from '../../../shared/domain/dataset.ts';
import { createLeasedItem } from '../../../shared/dynamo/control/leased-item.ts';
import { createZoomClients } from '../../../shared/lambda/zoom-clients.ts';
import { checkZoom } from '../../../shared/operations/doctor/check-zoom.ts';
import { listSubAccounts } from '../../../shared/sweep/list-sub-accounts.ts';
import { decodeSubAccountsState } from '../../../shared/sweep/sub-accounts-state.ts';
import type { Measurement } from '../../../shared/telemetry/metric-names.ts';
import { ZoomAccountError } from '../../../shared/zoom/errors.ts';
import { aMeeting } from '../../support/simulator-fixture.ts';
import { controlTable } from './control-table.ts';

const ids = Array.from({ length: 20 }, (_, at) => `SubAccount${at}`);
const refused = 'SubAccount7';

/** A master with 20 sub-accounts, each with a meeting; Zoom knows all of them but one. */
async function masterRig({
  scopes,
  subAccounts = ids.filter((id) => id !== refused),
}: Pick<SimulatorOptions, 'scopes'> & { subAccounts?: string[] } = {}) {
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
    /** One round of the sweep function's, so long after now. */
    listed: (afterMs: number, lines: string[] = []) => {
      const log = (message: string) => void lines.push(message);
      const itemOf = { ...control, name: 'sub-accounts', decode: decodeSubAccountsState };
      return listSubAccounts(
        { accountId, name: 'main' },
        {
          id: `round at ${afterMs}`,
          remainingMs: () => 120_000,
          zoom,
          subAccountsItem: (of) => createLeasedItem({ ...itemOf, accountId: of }),
          log: { info: log, warn: log },
          now: () => Date.now() + afterMs,
        },
      );
    },
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

const hour = 3_600_000;
const many = Array.from({ length: 301 }, (_, at) => `Listed${at}`);

test('every sub-account is listed once an hour, and the former list counts while Zoom gives none', async () => {
  await using rig = await masterRig({ subAccounts: many });
  const asked = () => rig.simulator.calls.filter(({ endpoint }) => endpoint === 'sub-accounts').length;
  expect(await rig.listed(0)).toEqual(many);
  expect(asked()).toBe(2);
  expect(await rig.listed(hour / 2)).toEqual(many);
  expect(asked()).toBe(2);

  rig.simulator.setFaults([{ kind: 'missing-scope', match: { endpoint: 'sub-accounts' } }]);
  const lines: string[] = [];
  expect(await rig.listed(hour + 1, lines)).toEqual(many);
  expect(lines).toEqual(['sub-accounts not listed']);
  expect(await rig.listed(hour + 300_000)).toEqual(many);
  expect(asked()).toBe(3);
  rig.simulator.setFaults([]);
  expect(await rig.listed(2 * hour + 2)).toEqual(many);
  expect(asked()).toBe(5);
});

test('a master that takes every sub-account is swept alone until Zoom lists them, and then with those that are not named', async () => {
  await using rig = await masterRig({ subAccounts: ids.slice(0, 3) });
  const [master] = rig.accounts;
  const [every] = withSubAccounts(master, { subAccounts: 'all' });
  // Another account of the stage that is named for itself, as a sub-account that has a secret of its own.
  const named = { ...master, accountId: 'SubAccount1', name: 'east' };
  const swept = async (afterMs: number) => {
    const group = await withListed([every], [every, named], () => rig.listed(afterMs));
    return group.map(({ accountId }) => accountId);
  };
  const { accountId } = inventedAccount;
  rig.simulator.setFaults([{ kind: 'missing-scope', match: { endpoint: 'sub-accounts' } }]);
  expect(await swept(0)).toEqual([accountId]);
  rig.simulator.setFaults([]);
  // A refusal is not asked about again before the next sweep.
  expect(await swept(hour / 2)).toEqual([accountId]);
  expect(await swept(hour + 1)).toEqual([accountId, 'SubAccount0', 'SubAccount2']);
});

test('the doctor of a master that takes every sub-account examines those that Zoom lists', async () => {
  await using rig = await masterRig({ subAccounts: ids.slice(0, 2) });
  const { apiUrl, oauthUrl } = rig.simulator;
  const caller = { apiUrl, oauthUrl, fetch, timeoutMs: 5_000, now: Date.now, random: Math.random };
  const master = { ...rig.accounts[0], datasets: ['report'] as const };
  const [every] = withSubAccounts(master, { subAccounts: 'all' });
  const findings = await checkZoom([every], caller);
  expect(findings.find(({ check }) => check === 'sub-accounts of main')).toMatchObject({ seen: 'Zoom lists 2' });
  expect(findings.map(({ check }) => check)).toContain('report of meetings of main/SubAccount1');

  rig.simulator.setFaults([{ kind: 'missing-scope', match: { endpoint: 'sub-accounts' } }]);
  const refusedFindings = await checkZoom([every], caller);
  expect(refusedFindings.find(({ check }) => check === 'sub-accounts of main')).toMatchObject({
    state: 'fault',
    seen: 'the scope account:read:list_sub_accounts:master is missing',
  });
});
