import { type CostLine, costLines } from './cost-lines.ts';
import { monthlyUse } from './monthly-use.ts';
import type { Prices } from './prices.ts';
import type { Workload } from './workload.ts';

/** What a month costs at list prices, once the tables have filled up, by service. Pure. */
export const estimateCost = (workload: Workload, prices: Prices): CostLine[] => costLines(monthlyUse(workload), prices);
