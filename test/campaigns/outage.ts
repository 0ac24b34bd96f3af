/**
 * Rehearses outages of an hour and of a day in virtual time, with 500 captures due in each (and in an hour also with 60), for each way in which Zoom can be
 * out, and a daily limit whose end Zoom does not say. Prints a table for docs/performance.md.
 *
 *     npm run outage
 *
 * Exits 1 where an outage costs more calls than it may (20 in an hour), loses or dead-letters a capture, or a minute after it passes the budget.
 */
import { planLimits } from '../../shared/domain/account/plan-limits.ts';
import { type Outage, type OutagePlan, outages, rehearseOutage } from '../support/outage/rehearse-outage.ts';

const perMinute = planLimits.business.perSecond * 60;
const captures = 500;

const plans: readonly (OutagePlan & { readonly mostCalls: number })[] = [
  ...(Object.keys(outages) as Outage[])
    .filter((outage) => outage !== 'daily limit')
    .flatMap((outage) => [
      { outage, minutes: 60, captures, dueOverMinutes: 50, mostCalls: 20 },
      // Few captures find out slowly.
      { outage, minutes: 60, captures: 60, dueOverMinutes: 50, mostCalls: 20 },
      // A probe every 15 minutes, of two calls where the access token has run out meanwhile.
      { outage, minutes: 24 * 60, captures, dueOverMinutes: 20 * 60, mostCalls: 220 },
    ]),
  { outage: 'daily limit', minutes: 40, captures, dueOverMinutes: 30, mostCalls: 5 },
];

console.log('| Zoom | Minutes | Captures due | Calls | Failed, dead | Complete after | Most calls in a minute after |');
console.log('| --- | --- | --- | --- | --- | --- | --- |');
let isBad = false;
for (const { mostCalls, ...plan } of plans) {
  const done = await rehearseOutage(plan);
  const after = Math.max(0, ...done.callsByMinute.slice(plan.minutes));
  isBad ||= done.callsDuring > mostCalls || done.failed + done.deadLetters > 0 || after > perMinute;
  isBad ||= done.minutesToComplete === undefined;
  const due = plan.dueOverMinutes === 0 ? 'at once' : `over ${plan.dueOverMinutes} min`;
  console.log(
    `| ${[plan.outage, plan.minutes, `${plan.captures} ${due}`, done.callsDuring, `${done.failed}, ${done.deadLetters}`, `${done.minutesToComplete ?? '—'} min`, after].join(' | ')} | ${done.receives} receives, ${done.writesDuring} writes, ${done.complete} complete`,
  );
}
process.exitCode = isBad ? 1 : 0;
