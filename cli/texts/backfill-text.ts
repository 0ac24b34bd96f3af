import type { Zone } from '../../shared/domain/zone/zone.ts';
import type { BackfillPlan } from '../../shared/operations/sweep-function/plan-backfill.ts';
import type { BackfillStatus } from '../../shared/sweep/requests/answers.ts';
import { counted, minuteText } from '../output/cells.ts';
import { printable } from '../output/printable.ts';
import { wrapped } from '../output/wrap.ts';

const whole = (count: number): string => count.toLocaleString('en');

/** Parts that are there, such as `1,204 known, 3 too fresh`. */
const partsText = (parts: readonly (readonly [count: number, word: string])[]): string =>
  parts.flatMap(([count, word]) => (count > 0 ? [`${whole(count)} ${word}`] : [])).join(', ');

const youngWord = 'too fresh (their events may still come)';
const leftOutWord = 'of a kind that the settings leave out';
const expiredWord = 'past the retention of this stage';

/** The plan of one account, for people: what ended is the sum of what it says of it. */
export function backfillPlanText(plan: BackfillPlan, columns: number): string {
  const { meetings, calls, listCalls, dollars, leftOutDatasets } = plan;
  const parts = partsText([
    [plan.known, 'known'],
    [plan.young, youngWord],
    [plan.expired, expiredWord],
    [plan.leftOut, leftOutWord],
    [meetings, 'to capture'],
  ]);
  const found = `${printable(plan.account)}: ${counted(plan.listed, 'meeting')} ended${parts === '' ? '' : `: ${parts}`}.`;
  const cost = dollars < 0.01 ? 'less than $0.01 on AWS' : `about $${dollars.toFixed(2)} on AWS`;
  const days = counted(plan.days, 'day');
  const work = `It takes ${counted(calls, 'call')} to Zoom (${whole(listCalls)} for lists), ${days} within the budget, ${cost}.`;
  const left = `Left out: ${leftOutDatasets.join(', ')}, which this account does not capture (its settings in infra/stages.ts).`;
  return [
    wrapped(found, columns),
    ...(leftOutDatasets.length > 0 ? [wrapped(left, columns, '  ')] : []),
    wrapped(meetings > 0 ? work : 'Nothing is missing.', columns, '  '),
  ].join('');
}

/** Meetings to capture: as planned, and once all are queued as many as were. */
const backfillTotal = ({ planned, queued, allQueued }: BackfillStatus): number =>
  allQueued ? queued : Math.max(planned, queued);

/** Days that what is left takes within the budget, as its calls have been so far; undefined until that is known. */
export function backfillDaysLeft(status: BackfillStatus): number | undefined {
  const { phase, captured, calls, budgetPerDay, callsToday } = status;
  if (phase === 'done' || phase === 'cancelled') return 0;
  if (captured === 0 || budgetPerDay === 0) return undefined;
  const callsLeft = ((backfillTotal(status) - captured) * calls) / captured;
  return Math.max(0, callsLeft - (budgetPerDay - callsToday)) / budgetPerDay;
}

/** How far one backfill is, for people. */
export function backfillStatusText(
  status: BackfillStatus,
  { columns, zone }: { readonly columns: number; readonly zone: Zone },
): string {
  const { account, from, to, day, queued, captured, pending, unsettled, leftOut, allQueued } = status;
  const total = backfillTotal(status);
  const share = total > 0 ? ` (${Math.floor((100 * captured) / total)} %)` : '';
  const left =
    leftOut &&
    partsText([
      [leftOut.known, 'known'],
      [leftOut.young, youngWord],
      [leftOut.expired, expiredWord],
      [leftOut.bySettings, leftOutWord],
      [leftOut.unlistedDays, 'days that Zoom lists no more'],
    ]);
  const work = partsText([
    [pending, 'to be polled'],
    [unsettled, 'with another poll planned'],
  ]);
  const lines = [
    `captured ${whole(captured)} of ${counted(total, 'meeting')}${share}; ${whole(queued)} queued${work === '' ? '' : `, of them ${work}`}; ${allQueued ? 'no day is left' : `at ${day}`}`,
    ...(left ? [`left out: ${left}`] : []),
    `calls to Zoom: ${whole(status.callsToday)} of ${whole(status.budgetPerDay)} today, ${whole(status.calls)} in all, lists and tries again among them`,
    ...(status.fault !== undefined ? [`delayed: ${printable(status.fault)}`] : []),
    ...(status.retryAt !== undefined ? [`goes on at ${minuteText(status.retryAt, zone)}`] : []),
  ];
  const head = `${printable(account)}: ${phaseText(status)}, ${from} to ${to}${timeLeftText(status)}`;
  return [wrapped(head, columns), ...lines.map((line) => wrapped(line, columns, '  '))].join('');
}

/** Done are captures, and not messages. */
const phaseText = ({ phase, allQueued }: BackfillStatus): string =>
  phase === 'running' && allQueued ? 'all queued' : phase;

function timeLeftText(status: BackfillStatus): string {
  const left = backfillDaysLeft(status);
  if (status.phase !== 'running' || status.allQueued || left === undefined) return '';
  return left < 1 ? ', done within a day' : `, about ${counted(Math.ceil(left), 'day')} left`;
}
