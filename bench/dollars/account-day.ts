import { createZoomAccounts } from '../../shared/accounts/zoom-accounts.ts';
import type { Dataset } from '../../shared/domain/dataset.ts';
import { datasets } from '../../shared/domain/dataset.ts';
import { type Measurement, metricDefinitions } from '../../shared/telemetry/metric-names.ts';
import { type AccountSize, dayMs, endsOfDay } from './account-sizes.ts';
import type { MeteredCaptures } from './metered-captures.ts';
import type { MeteredSweep } from './metered-sweep.ts';

/** What depends on how a day's events fall together. */
export type AccountDay = {
  readonly secretReads: number;
  readonly traces: number;
  /** Hours in which each metric has a value, over all metrics. */
  readonly metricHours: number;
};

const dayAt = Date.parse('2026-11-19T00:00:00Z');
const hourMs = 3_600_000;
const tickMs = 5 * 60_000;

/** A whole day of the account: the captures that were run, one after the other, by the ends of the day's meetings. */
export async function accountDay(
  { meetingsPerDay }: AccountSize,
  { meetings, deliveries, polls, measured }: Pick<MeteredCaptures, 'meetings' | 'deliveries' | 'polls' | 'measured'>,
  { measuredHourly }: Pick<MeteredSweep, 'measuredHourly'>,
): Promise<AccountDay> {
  const ends = endsOfDay(dayAt, meetingsPerDay);
  const ticks = Array.from({ length: dayMs / tickMs }, (_, index) => dayAt + index * tickMs);
  const instantsOf = (lives: MeteredCaptures['polls'], dataset: Dataset): number[] => {
    const own = Map.groupBy(
      lives.filter(({ of }) => of === dataset),
      ({ meeting }) => meeting,
    );
    const instants = ends.flatMap((end, index) =>
      (own.get(index % meetings.length) ?? []).map(({ afterMs }) => end + afterMs),
    );
    return instants.toSorted((a, b) => a - b);
  };
  // An item for each function: when it runs, and when it asks for the account's secret.
  const functions = [
    { runs: ends, asks: ends },
    ...datasets.map((dataset) => ({ runs: instantsOf(deliveries, dataset), asks: instantsOf(polls, dataset) })),
    { runs: ticks, asks: ticks },
  ];
  const reads = await Promise.all(functions.map(({ asks }) => readsOf(asks)));
  const captureHours = measured.flatMap((measurement) => {
    const { metric, value } = measurement;
    const afterMs = metric === 'FreshnessSeconds' ? value * 1_000 : 0;
    return [{ key: keyOf(measurement), afterMs }];
  });
  const hours = new Set<string>();
  for (const measurement of measuredHourly) {
    for (let hour = 0; hour < 24; hour += 1) hours.add(`${keyOf(measurement)} ${hour}`);
  }
  for (const { key, afterMs } of captureHours) {
    for (const end of ends) hours.add(`${key} ${Math.floor((end + afterMs - dayAt) / hourMs)}`);
  }
  return {
    secretReads: reads.reduce((sum, count) => sum + count, 0),
    traces: functions.reduce((sum, { runs }) => sum + tracesOf(runs), 0),
    metricHours: hours.size,
  };
}

/** Reads of a secret by one instance that asks for it at these instants: the product's own rule. */
async function readsOf(instants: readonly number[]): Promise<number> {
  let [now, reads] = [0, 0];
  const secret = { accountId: 'a', clientId: 'b', clientSecret: 'c', webhookSecretTokens: ['d'] };
  const accounts = createZoomAccounts({
    accounts: JSON.stringify([{ name: 'main', secretId: 'main', plan: 'business', datasets }]),
    now: () => now,
    async fetch() {
      reads += 1;
      return { ok: true, status: 200, text: async () => JSON.stringify({ SecretString: JSON.stringify(secret) }) };
    },
  });
  for (now of instants) await accounts.all();
  return reads;
}

/** Invocations that Lambda traces: the first in a second, and 5 % of the others. */
function tracesOf(instants: readonly number[]): number {
  const seconds = new Set(instants.map((at) => Math.floor(at / 1_000))).size;
  return seconds + 0.05 * (instants.length - seconds);
}

/** What CloudWatch takes for one metric. */
function keyOf({ metric, ...labels }: Measurement): string {
  return [metric, ...metricDefinitions[metric].by.map((name) => Object(labels)[name])].join(' ');
}
