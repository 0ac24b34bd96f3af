/**
 * Kills `npm run serve` at random moments, many times, and compares what is stored in the end with what Zoom's side served.
 * Usage: node test/campaigns/kill-serve.ts [kills]
 */
import { killServe } from '../support/product/kill-campaign.ts';

const kills = Number(process.argv[2] ?? 20);
const { differing, calls } = await killServe({
  kills,
  meetings: 2 * kills,
  participants: 60,
  longestLifeMs: 3_000,
  random: Math.random,
  tell: console.log,
});
console.log(`${kills} kills, ${2 * kills} meetings, ${calls} calls; datasets that differ: ${differing.length}`);
for (const text of differing) console.log(`  ${text}`);
process.exitCode = differing.length === 0 ? 0 : 1;
