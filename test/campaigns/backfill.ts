import { datasets } from '../../shared/domain/dataset.ts';
import { backfillDays } from '../support/capture/backfill-days.ts';

/**
 * `node test/campaigns/backfill.ts [meetings] [calls a day] [minutes from one live meeting to the next]`: months backfilled in
 * simulated time beside live meetings, which are captured without a backfill first. Exits 1 when a live capture's freshness
 * (p95) is more than a tenth worse, when a day had more calls than the budget, or when a capture was taken twice.
 */
const [past = 20_000, budgetPerDay = 24_000, liveMinutes = 30] = process.argv.slice(2).map(Number);
const startedAt = Date.now();
const common = { budgetPerDay, liveEveryMs: liveMinutes * 60_000, tell: console.error };
const alone = await backfillDays({ ...common, past: 0, mostDays: 1 });
const { wrong, status, ...found } = await backfillDays({ ...common, past, mostDays: 60 });
const worse = datasets.map((dataset) => found.p95Seconds[dataset] / alone.p95Seconds[dataset] - 1);
const result = {
  meetings: past,
  budgetPerDay,
  phase: status?.phase,
  captured: status?.captured,
  ...found,
  p95SecondsAlone: alone.p95Seconds,
  wrong: wrong.length,
  seconds: Math.round((Date.now() - startedAt) / 1_000),
};
console.log(JSON.stringify(result));
for (const line of wrong.slice(0, 20)) console.error(line);
const isRight = wrong.length === 0 && status?.phase === 'done' && found.mostCallsInADay <= budgetPerDay;
if (!isRight || worse.some((share) => share > 0.1)) process.exitCode = 1;
