import { expect, test } from 'vitest';
import { killServe } from '../support/product/kill-campaign.ts';

test('npm run serve, killed while it captures and started again, loses nothing and doubles nothing', async () => {
  const { differing } = await killServe({
    kills: 1,
    meetings: 2,
    participants: 30,
    longestLifeMs: 1_500,
    random: Math.random,
  });
  expect(differing).toEqual([]);
}, 180_000);
