import { expect, test } from 'vitest';
import { startBacklog } from '../../../bench/backlog/backlog.ts';
import { drain } from '../../../bench/backlog/drain.ts';
import { obviousEnvironments } from '../../../bench/backlog/obvious-environment.ts';
import { ourEnvironments } from '../../../bench/backlog/our-environment.ts';
import { mustBeSettled } from '../../../bench/engines/must-be-settled.ts';
import { byDataset } from '../../../shared/domain/dataset.ts';

test('the environments that drain a backlog share a token and the plan, and capture everything once', async () => {
  await using backlog = await startBacklog(6, 'pro');
  const environments = byDataset(() => 2);
  const drained = await drain(backlog, { environments, batchSize: 2 }, ourEnvironments(backlog));
  await mustBeSettled(backlog.dynamodbUrl, backlog.meetings);
  const pages = backlog.simulator.calls.filter(({ endpoint }) => endpoint !== 'oauth');
  expect(new Set(pages.map(({ path, query }) => path + query.next_page_token)).size).toBe(pages.length);
  expect(drained).toMatchObject({ calls: pages.length, refused: 0, tokenRequests: 1, invocations: 9 });
  expect(drained.busiestSecond).toBeLessThanOrEqual(10);
});

test('environments of the obvious way run into the limit, in the same time and on the same network', async () => {
  await using backlog = await startBacklog(6, 'pro');
  const environments = byDataset(() => 6);
  const drained = await drain(backlog, { environments, batchSize: 1 }, await obviousEnvironments(backlog));
  expect(drained.refused).toBeGreaterThan(0);
  expect(drained.busiestSecond).toBeGreaterThan(10);
});
