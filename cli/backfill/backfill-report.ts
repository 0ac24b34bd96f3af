import { printable } from '../printable.ts';
import { instantText } from '../status-table.ts';
import type { BackfillStatus } from './ask-backfill.ts';
import type { BackfillPlan } from './backfill-plan.ts';

export type AccountPlan = BackfillPlan & { readonly account: string; readonly listed: number; readonly known: number };

const whole = (count: number) => count.toLocaleString('en-US');
const days = (count: number) => `${whole(count)} day${count === 1 ? '' : 's'}`;

/** The plan of one account, in a line for people. */
export function planText({
  account,
  listed,
  known,
  meetings,
  calls,
  listCalls,
  days: needed,
  dollars,
}: AccountPlan): string {
  const found = `${printable(account)}: ${whole(listed)} meetings ended, ${whole(known)} known`;
  if (meetings === 0) return `${found}. Nothing is missing.\n`;
  const cost = dollars < 0.01 ? 'less than $0.01 on AWS' : `about $${dollars.toFixed(2)} on AWS`;
  return `${found}, ${whole(meetings)} to capture: ${whole(calls)} calls to Zoom (${whole(listCalls)} for lists), ${days(needed)} within the budget, ${cost}.\n`;
}

/** Days that what is left takes within the budget, as its calls have been so far; undefined until that is known. */
export function daysLeft({
  phase,
  planned,
  captured,
  calls,
  budgetPerDay,
  callsToday,
}: BackfillStatus): number | undefined {
  if (phase === 'done' || phase === 'cancelled') return 0;
  if (captured === 0 || budgetPerDay === 0) return undefined;
  const callsLeft = (Math.max(0, planned - captured) * calls) / captured;
  return Math.max(0, callsLeft - (budgetPerDay - callsToday)) / budgetPerDay;
}

/** How far one backfill is, for people. */
export function backfillText(status: BackfillStatus): string {
  const { account, phase, from, to, day, planned, queued, captured, pending } = status;
  const share = planned > 0 ? ` (${Math.min(100, Math.floor((100 * captured) / planned))} %)` : '';
  const left = daysLeft(status);
  const time =
    phase !== 'running'
      ? ''
      : left === undefined
        ? ''
        : left < 1
          ? ', done within a day'
          : `, about ${days(Math.ceil(left))} left`;
  const lines = [
    `${printable(account)}: ${phase}, ${from} to ${to}${time}`,
    `  captured ${whole(captured)} of ${whole(planned)} meetings${share}; ${whole(queued)} queued, ${pending} of them at work; ${day > to ? 'no day is left' : `at ${day}`}`,
    `  calls to Zoom: ${whole(status.callsToday)} of ${whole(status.budgetPerDay)} today, ${whole(status.calls)} in all, lists and tries again among them`,
    ...(status.fault !== undefined ? [`  held up: ${printable(status.fault)}`] : []),
    ...(status.retryAt !== undefined ? [`  goes on at ${instantText(status.retryAt)}`] : []),
  ];
  return `${lines.join('\n')}\n`;
}
