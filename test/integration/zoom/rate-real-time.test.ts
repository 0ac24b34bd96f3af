import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { generateMeeting } from '../../../local/simulator/meetings.ts';
import { startSimulator } from '../../../local/simulator/simulator.ts';
import { datasets } from '../../../shared/domain/dataset.ts';
import { createZoomClients } from '../../../shared/lambda/zoom-clients.ts';
import { controlTable } from './control-table.ts';
import { mostInASecond } from './rate-rig.ts';

const seconds = 3;

test('twenty workers in real time share the plan, and Zoom refuses none of their calls', async () => {
  await using control = await controlTable();
  const meeting = generateMeeting({ seed: 1, participants: 3, minutes: 10, endTime: new Date(Date.now() - 60_000) });
  const zoom = await startSimulator({ plan: 'business', meetings: [meeting], latencyMs: { minMs: 20, maxMs: 150 } });
  const account = { name: 'main', datasets, ...zoom.credentials, plan: 'business' as const };
  const { uuid, kind } = meeting;
  const request = { kind, uuid, dataset: 'participants', type: 'past' } as const;
  const workers = Array.from({ length: 20 }, () => {
    const clients = createZoomClients({
      accounts: { get: async () => account },
      ...zoom,
      ...control,
      fetch,
      record() {},
      now: Date.now,
      sleep: (ms) => sleep(ms),
      random: Math.random,
    });
    return clients(account.accountId);
  });
  const clients = await Promise.all(workers);
  await Promise.all(clients.map((client) => client.page(request)));
  const since = Date.now();
  const until = since + seconds * 1_000;
  const work = clients.flatMap((client) =>
    Array.from({ length: 2 }, async () => {
      while (Date.now() < until) await client.page(request);
    }),
  );
  await Promise.all(work);
  await zoom.close();

  const calls = zoom.calls.filter(({ endpoint }) => endpoint !== 'oauth');
  const inTime = calls.filter(({ atMs }) => atMs >= since && atMs < until).map(({ atMs }) => atMs);
  const used = inTime.length / (40 * seconds);
  console.info(`${Math.round(used * 100)} % used, at most ${mostInASecond(inTime)} calls in a second`);
  expect(zoom.tokensIssued).toBe(1);
  expect(calls.filter(({ status }) => status !== 200).length).toBe(0);
  expect(mostInASecond(inTime)).toBeLessThanOrEqual(40);
  expect(used).toBeGreaterThan(0.2);
});
