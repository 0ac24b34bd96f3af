import { type CostLine, costLines, estimateCost } from '../../shared/operations/estimate/estimate-cost.ts';
import type { MonthlyUse } from '../../shared/operations/estimate/monthly-use.ts';
import { prices } from '../../shared/operations/estimate/prices.ts';
import { daysPerMonth } from '../../shared/operations/estimate/workload.ts';
import { accountDay } from '../dollars/account-day.ts';
import { type AccountSize, accountSizes } from '../dollars/account-sizes.ts';
import { averageWorkload, estimatedWorkload } from '../dollars/estimated-workload.ts';
import { measuredUse } from '../dollars/measured-use.ts';
import { type MeteredCaptures, meterCaptures } from '../dollars/metered-captures.ts';
import { meterSweep } from '../dollars/metered-sweep.ts';
import { comparableDollars, obviousUse } from '../dollars/obvious-use.ts';
import { stackMonitoring } from '../dollars/stack-monitoring.ts';
import { type Dynoxide, withDynoxide } from '../engines/start-dynoxide.ts';
import type { Figure, Line, Told } from '../figure.ts';

/** Of the mix, that are run for each account: as many as the small one has in a day. */
const meetings = 50;
const unit = '$ for 1,000 meetings';
const agreement = { of: 'ratio', least: 0.95, most: 1.05 } as const;

/** What 1,000 meetings cost accounts of three sizes, by service: counted effects of the real code, times the price table. */
export const dollars: Figure = {
  name: 'dollars',
  about: 'dollars for 1,000 meetings, by service (8)',
  measure: (told) =>
    withDynoxide(async (engine) => {
      const stack = stackMonitoring();
      const lines: Line[] = [];
      for (const size of accountSizes) lines.push(...(await linesOf(size, stack, engine, told)));
      return lines;
    }),
};

async function linesOf(
  size: AccountSize,
  stack: ReturnType<typeof stackMonitoring>,
  engine: Dynoxide,
  told: Told,
): Promise<Line[]> {
  const { name, meetingsPerDay } = size;
  told(`${name}: ${meetings} of ${meetingsPerDay.toLocaleString('en-US')} meetings a day until they are settled`);
  const captures = await meterCaptures(size, meetings, engine);
  told(`${name}: the sweep of a day`);
  const sweep = await meterSweep(size, engine);
  const day = await accountDay(size, captures, sweep);
  const use = measuredUse(size, { captures, sweep, day, stack });
  const measured = costLines(use, prices);
  const estimated = estimateCost(estimatedWorkload(captures.meetings, meetingsPerDay), prices);
  const typed = estimateCost(averageWorkload(captures.meetings, meetingsPerDay), prices);

  const each = (lines: readonly CostLine[]) => dollarsOf(lines) / ((meetingsPerDay * daysPerMonth) / 1_000);
  const line = (what: string, isOf: (line: CostLine) => boolean): Line => {
    const value = each(estimated.filter(isOf));
    return {
      what: `${name}: ${what}`,
      unit,
      ours: each(measured.filter(isOf)),
      against: { what: 'cli estimate', value },
    };
  };
  const services = [...new Set(measured.map(({ service }) => service))];
  return [
    { ...line(`${meetingsPerDay.toLocaleString('en-US')} meetings a day`, () => true), bar: agreement },
    {
      ...line('the same', () => true),
      against: { what: 'cli estimate of their average', value: each(typed) },
      bar: agreement,
    },
    ...services.map((service) => line(`of it ${service}`, (of) => of.service === service)),
    line("of it a year's storage and its backup", isStorage),
    line('of it what stands beside', (of) => of.standing && !isStorage(of)),
    ...(size === accountSizes.at(-1) ? [await besideObvious(captures, use, size, engine)] : []),
  ];
}

/** What both ways take of the same services; it does not depend on how many meetings an account has. */
async function besideObvious(
  { meetings: captured }: MeteredCaptures,
  use: MonthlyUse,
  { meetingsPerDay }: AccountSize,
  engine: Dynoxide,
): Promise<Line> {
  const thousands = (meetingsPerDay * daysPerMonth) / 1_000;
  const obvious = await obviousUse(captured, meetingsPerDay, engine);
  return {
    what: 'DynamoDB writes and storage, Lambda and SQS of captures',
    unit,
    ours: comparableDollars(use, prices) / thousands,
    against: { what: 'obvious way, one poll', value: comparableDollars(obvious, prices) / thousands },
  };
}

const isStorage = ({ what }: CostLine): boolean => what === 'storage' || what === 'point-in-time recovery';

const dollarsOf = (lines: readonly CostLine[]): number => lines.reduce((sum, { dollars: of }) => sum + of, 0);
