import type { Plan } from '../../domain/account/plan.ts';
import { type CostLine, costLines } from './estimate-cost.ts';
import { lakeLines, newsLines } from './lake-and-news.ts';
import { keptGb, type MonthlyUse, monthlyUse } from './monthly-use.ts';
import { type Prices, pricesOfClass, type TableClass, tableClasses } from './prices.ts';
import { type IndexName, indexNames, indexUse } from './store-use.ts';
import { capturedOf, captureWork, daysPerMonth, type Events, eventsPerDay, type Workload } from './workload.ts';
import { zoomUse } from './zoom-use.ts';

/** What a running stage stores by now, in bytes. */
export type StoredNow = {
  readonly items: number;
  readonly tableBytes: number;
  readonly indexBytes: number;
  readonly tableClass: TableClass;
};

export type StageEstimateInput = {
  readonly kinds: readonly (readonly [kind: string, events: Events])[];
  readonly workload: Workload;
  readonly plan: Plan;
  readonly prices: Prices;
  /** In place of what the workload would gather. */
  readonly stored?: StoredNow;
};

/** Something a stage can change about its bill, and the dollars a month that it would save, below 0 what it would cost. */
export type Lever = { readonly lever: string; readonly saves: number };

export type StageEstimate = ReturnType<typeof estimateStage>;

/** What a stage costs in a month, what its classes and levers would change, and what Zoom allows. Pure. */
export function estimateStage(input: StageEstimateInput) {
  const { kinds, workload, plan, prices, stored } = input;
  const ofClass = (tableClass: TableClass) => costOf(workload, pricesOfClass(prices, tableClass), stored);
  const tableClass = stored?.tableClass ?? 'standard';
  const dollars = Object.fromEntries(tableClasses.map((one) => [one, totalOf(ofClass(one))]));
  const cheaper = tableClasses.reduce((a, b) => ((dollars[b] ?? 0) < (dollars[a] ?? 0) ? b : a));
  return {
    zoom: zoomUse(workload, plan),
    lines: ofClass(tableClass),
    tableClass,
    tableClasses: dollars,
    cheaperClass: cheaper,
    levers: leversOf(input, tableClass),
    /** The same stage without any event. */
    standingLines: costOf({ ...workload, events: [] }, pricesOfClass(prices, tableClass), stored),
    eventsPerDay: eventsPerDay(workload),
    captures: kinds.flatMap(([kind, events]) =>
      capturedOf(workload, events).map((dataset) => ({ kind, ...captureWork(dataset, events, workload) })),
    ),
    ...(stored && { stored }),
  };
}

function costOf(workload: Workload, prices: Prices, stored?: StoredNow): CostLine[] {
  const { lakeTables, news } = workload;
  return [
    ...costLines(stored ? { ...monthlyUse(workload), ...storedGb(stored) } : monthlyUse(workload), prices),
    ...(lakeTables === undefined ? [] : lakeLines({ ...workload, lakeTables }, prices)),
    ...(news ? newsLines(workload, prices) : []),
  ];
}

const storedGb = ({ tableBytes, indexBytes }: StoredNow): Pick<MonthlyUse, 'tableGb' | 'indexGb'> => ({
  tableGb: tableBytes / 1e9,
  indexGb: indexBytes / 1e9,
});

function leversOf({ workload, prices: all, stored }: StageEstimateInput, tableClass: TableClass): Lever[] {
  const prices = pricesOfClass(all, tableClass);
  const total = (changed: Partial<Workload>) => totalOf(costOf({ ...workload, ...changed }, prices));
  const now = total({});
  const days = workload.retentionDays || 365;
  const shorter = [90, 180].filter((one) => one < days);
  const other: TableClass = tableClass === 'standard' ? 'infrequent' : 'standard';
  const otherClass = totalOf(costOf(workload, pricesOfClass(all, other), stored));
  return [
    ...shorter.map((one) => ({ lever: `retentionDays: ${one}`, saves: now - total({ retentionDays: one }) })),
    { lever: "qosSamples: 'summary'", saves: now - total({ qosSamples: 'summary' }) },
    { lever: `tableClass: '${other}'`, saves: totalOf(costOf(workload, prices, stored)) - otherClass },
    // AWS bills the table's size, however many days can be recovered.
    { lever: 'recoveryDays', saves: 0 },
    ...indexNames.map((index) => ({ lever: `without ${index}`, saves: indexDollars(index, workload, prices) })),
  ].map(({ lever, saves }) => ({ lever, saves: Math.round(saves * 100) / 100 }));
}

/** Of an index's entries: written in a month, and kept. */
function indexDollars(index: IndexName, workload: Workload, { dynamodb }: Prices): number {
  const { perWriteUnit, perStoredGbMonth } = dynamodb;
  return workload.events.reduce((sum, events) => {
    const { writes, bytes } = indexUse(index, events, workload);
    const perMonth = events.perDay * daysPerMonth;
    const kept = keptGb(bytes * perMonth, workload.retentionDays);
    return sum + writes * perMonth * perWriteUnit + kept * perStoredGbMonth;
  }, 0);
}

/** In whole cents. */
export const totalOf = (lines: readonly CostLine[]): number =>
  Math.round(lines.reduce((sum, { dollars }) => sum + dollars, 0) * 100) / 100;
