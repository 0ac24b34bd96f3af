import { Writable } from 'node:stream';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { runCli } from '../../cli/program.ts';
import type { Fault } from '../../local/simulator/faults/fault.ts';
import type { Finding } from '../../shared/operations/doctor/finding.ts';
import { openProductFixture, type RunningProduct } from '../support/product/product-fixture.ts';
import { storeSecret } from '../support/store-secret.ts';

const fixture = await openProductFixture({ quota: { calls: 1_000, windowMs: 1_000 } });
const { accountId, clientId, clientSecret, webhookSecretToken } = fixture.simulator.credentials;
/** What the shell has that `serve` was started in. */
const rightEnv = {
  ZOOM_ACCOUNT_ID: accountId,
  ZOOM_CLIENT_ID: clientId,
  ZOOM_CLIENT_SECRET: clientSecret,
  ZOOM_WEBHOOK_SECRET_TOKEN: webhookSecretToken,
};
let product: RunningProduct;
beforeAll(async () => {
  product = await fixture.start();
  // The first answer of a function is the slowest.
  await doctor();
});
afterEach(() => fixture.simulator.setFaults([]));
afterAll(async () => {
  await product?.close();
  await fixture.close();
});

type Examined = {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly outputs?: () => Readonly<Record<string, string>>;
  readonly faults?: readonly Fault[];
  readonly aheadMs?: number;
  readonly args?: readonly string[];
};

async function doctor({ env = {}, outputs = () => ({}), faults = [], aheadMs = 0, args = ['--json'] }: Examined = {}) {
  fixture.simulator.setFaults(faults);
  const texts = { stdout: '', stderr: '' };
  const sink = (name: keyof typeof texts) =>
    new Writable({
      write(chunk, _, done) {
        texts[name] += String(chunk);
        done();
      },
    });
  const known: Readonly<Record<string, string>> = {
    ...product.stack.outputs,
    WebhookUrl: product.webhookUrl,
    ...outputs(),
  };
  const exitCode = await runCli(['doctor', '--local', ...args], {
    stdout: sink('stdout'),
    stderr: sink('stderr'),
    env: { ...rightEnv, ...env },
    now: () => Date.now() + aheadMs,
    sleep: async () => {},
    openStack: async () => {
      const { dynamodb, sqs } = product;
      const invokeSweep = () => Promise.reject(new Error('doctor invokes no function'));
      return {
        dynamodb,
        sqs,
        running: true,
        invokeSweep,
        storeSecret,
        invokeLake: async () => undefined,
        optionalOutput: () => undefined,
        output: (name) => known[name] ?? '',
        compact: async () => {},
        close: async () => {},
      };
    },
  });
  const checks = (): readonly Finding[] => JSON.parse(texts.stdout).checks;
  return {
    exitCode,
    ...texts,
    checks,
    bad: () => checks().filter(({ state }) => state === 'warning' || state === 'fault'),
  };
}

describe('doctor', () => {
  test('doctor finds nothing wrong with a right set-up, and says what it checked', async () => {
    const { exitCode, stdout, stderr } = await doctor({ args: [] });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout.replaceAll(product.webhookUrl, 'WEBHOOK').split('\n')).toEqual([
      'ok    clock: agrees with Zoom',
      'ok    table Captures: as this version expects it',
      'ok    table Control: as this version expects it',
      'ok    secret of main: there, and well-formed',
      'ok    credentials of main: there, and well-formed',
      'ok    token of main: Zoom gives one',
      'ok    participants of meetings of main: may be read',
      'ok    participants of webinars of main: may be read',
      'ok    qos of meetings of main: may be read',
      'ok    qos of webinars of main: may be read',
      'ok    report of meetings of main: may be read',
      'ok    report of webinars of main: may be read',
      'ok    lists for the sweep of main: may be read',
      'ok    webhook: WEBHOOK answers, and refuses what is not signed',
      'ok    URL validation of main: right, as Zoom asks for it',
      "note  Zoom's event subscription: not checked: no call to Zoom tells which events it sends, and where to.",
      expect.stringMatching(/^ {6}→ See in the Zoom app .* Webinar has ended, and to WEBHOOK\.$/),
      '',
    ]);
  });

  test.each<[string, Examined, readonly [string, RegExp, RegExp]]>([
    [
      'a missing scope',
      { faults: [{ kind: 'missing-scope', match: { dataset: 'qos', kind: 'meeting' } }] },
      [
        'qos of meetings of main',
        /^the scope dashboard:read:list_meeting_participants_qos:admin is missing$/,
        /Scopes → Add Scopes, choose dashboard:read:list_meeting_participants_qos:admin .*classic.* dashboard_meetings:read:admin/,
      ],
    ],
    [
      'a plan without dashboards',
      { faults: [{ kind: 'dashboard-off', match: { dataset: 'participants', kind: 'meeting' } }] },
      [
        'participants of meetings of main',
        /code 200/,
        // Only what is refused: the webinars' list may be read, and so may the QoS.
        /Business plan.*Else leave it out: kinds: \{ participants: \['webinar'\] \} for this account/,
      ],
    ],
    [
      'a report that may not be read',
      { faults: [{ kind: 'no-permission', match: { dataset: 'report', kind: 'meeting' } }] },
      ['report of meetings of main', /code 200/, /Pro plan.*Roles → Reports/],
    ],
    [
      'a wrong client secret',
      { env: { ZOOM_CLIENT_SECRET: 'another' } },
      ['token of main', /invalid_client/, /App Credentials\. Compare/],
    ],
    [
      'another secret token',
      { env: { ZOOM_WEBHOOK_SECRET_TOKEN: 'another' } },
      ['URL validation of main', /^refused with 401$/, /Feature → Secret Token/],
    ],
    [
      'no secret token',
      { env: { ZOOM_WEBHOOK_SECRET_TOKEN: ' , ' } },
      ['secret of main', /no webhook secret token/, /Feature → Secret Token into webhookSecretTokens/],
    ],
    [
      'a missing variable',
      { env: { ZOOM_CLIENT_ID: undefined } },
      ['secret of main', /^ZOOM_CLIENT_ID not set in this shell\.$/, /Export the variables/],
    ],
    [
      'a webhook that is not there',
      { outputs: () => ({ WebhookUrl: 'http://127.0.0.1:9/webhook' }) },
      ['webhook', /does not answer/, /Start `npm run serve`/],
    ],
    [
      'another address for the webhook',
      { outputs: () => ({ WebhookUrl: `${fixture.simulator.apiUrl}/webhook` }) },
      ['webhook', /answers 4\d\d where 401 is right/, /WebhookUrl/],
    ],
    [
      'a clock that is wrong',
      { aheadMs: -400_000 },
      ['clock', /^this machine is (399|400|401) s behind Zoom$/, /network/],
    ],
    [
      'a table that is not there',
      { outputs: () => ({ CapturesTable: 'Nobodys' }) },
      ['table Captures', /There is no such table/, /Deploy this version/],
    ],
    [
      "a table of another version, such as the other one's",
      {
        outputs: () => ({ CapturesTable: product.stack.outputs.ControlTable ?? '' }),
      },
      [
        'table Captures',
        /the index by-account-day is missing; the index by-meeting-id is missing/,
        /Deploy this version/,
      ],
    ],
  ])('doctor finds %s, and says what to do', async (_, examined, [check, seen, todo]) => {
    const { exitCode, bad, checks, stdout, stderr } = await doctor(examined);
    const [found, ...others] = bad();
    expect(found).toMatchObject({
      check,
      state: 'fault',
      seen: expect.stringMatching(seen),
      todo: expect.stringMatching(todo),
    });
    // A wrong clock spoils signatures as well.
    if (check !== 'clock') expect(others).toEqual([]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(` of ${checks().length} checks failed.`);
    expect(stdout + stderr).not.toContain(clientSecret);
  });

  test('doctor finds nothing wrong with the sweep by either of its sources, and says what it needs when both are refused', async () => {
    const refused = (...endpoints: ('report-history-meetings' | 'metrics-meetings')[]): readonly Fault[] =>
      endpoints.map((endpoint) => ({ kind: 'missing-scope', match: { endpoint } }));
    const byDashboard = await doctor({ faults: refused('report-history-meetings') });
    expect(byDashboard).toMatchObject({ exitCode: 0 });
    expect(byDashboard.stdout).toContain('may be read, on the dashboard');
    const neither = await doctor({ faults: refused('report-history-meetings', 'metrics-meetings') });
    expect(neither.exitCode).toBe(1);
    expect(neither.bad()).toEqual([
      {
        check: 'lists for the sweep of main',
        state: 'fault',
        seen: expect.stringContaining('the scope report:read:list_history_meetings:admin is missing'),
        todo: expect.stringContaining('choose report:read:list_history_meetings:admin'),
      },
    ]);
  });

  test('doctor advises to leave out webinars, and nothing else, in an account without the add-on, and examines nothing that is left out', async () => {
    const { bad } = await doctor({ faults: [{ kind: 'dashboard-off', match: { kind: 'webinar' } }] });
    expect(bad().map(({ state, check }) => `${state} ${check}`)).toEqual([
      'warning participants of webinars of main',
      'warning qos of webinars of main',
      'warning report of webinars of main',
    ]);
    for (const { todo } of bad()) expect(todo).toContain(" Else leave it out: kinds: ['meeting'] for this account");

    const told = JSON.parse(product.stack.outputs.ZoomAccounts ?? '[]');
    const outputs = () => ({
      ZoomAccounts: JSON.stringify(told.map((one: object) => ({ ...one, kinds: ['meeting'] }))),
    });
    const callsBefore = fixture.simulator.calls.length;
    const without = await doctor({ faults: [{ kind: 'dashboard-off', match: { kind: 'webinar' } }], outputs });
    expect([without.exitCode, without.bad()]).toEqual([0, []]);
    expect(without.checks()).toContainEqual({
      check: 'webinars of main',
      state: 'ok',
      seen: 'left out by the settings (kinds)',
    });
    const asked = fixture.simulator.calls.slice(callsBefore).map(({ endpoint }) => endpoint);
    expect(asked.filter((endpoint) => endpoint.includes('webinar'))).toEqual([]);
  });

  test('doctor says what it could not check, and why', async () => {
    const unchecked = async (examined: Examined) =>
      (await doctor(examined))
        .checks()
        .flatMap(({ state, check, seen }) => (state === 'unchecked' ? [`${check}: ${seen}`] : []));
    const always = "Zoom's event subscription: not checked: no call to Zoom tells which events it sends, and where to.";
    expect(await unchecked({ env: { ZOOM_CLIENT_SECRET: 'another' } })).toEqual([
      'datasets and lists of main: not checked: that takes a token.',
      always,
    ]);
    expect(await unchecked({ env: { ZOOM_CLIENT_ID: undefined } })).toEqual([
      'webhook of main: not checked: that takes its secret.',
      'token and datasets of main: not checked: that takes its credentials.',
      always,
    ]);
    expect(await unchecked({ outputs: () => ({ WebhookUrl: 'http://127.0.0.1:9/webhook' }) })).toEqual([
      'URL validation: not checked: the webhook does not answer as it should.',
      always,
    ]);
    const { bad } = await doctor({ faults: [{ kind: 'server-error', match: { dataset: 'qos', kind: 'meeting' } }] });
    expect(bad()).toMatchObject([
      { state: 'warning', seen: expect.stringMatching(/^not checked: Zoom answered HTTP 50/) },
    ]);
  });

  test('doctor warns of scopes that webinars alone need', async () => {
    const { exitCode, bad } = await doctor({ faults: [{ kind: 'missing-scope', match: { kind: 'webinar' } }] });
    expect(bad().map(({ state, check }) => `${state} ${check}`)).toEqual([
      'warning participants of webinars of main',
      'warning qos of webinars of main',
      'warning report of webinars of main',
    ]);
    expect(exitCode).toBe(0);
  });
});
