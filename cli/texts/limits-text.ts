import type { Plan } from '../../shared/domain/account/plan.ts';
import { planLimits } from '../../shared/domain/account/plan-limits.ts';
import type { Stop } from '../../shared/domain/outage/account-health.ts';
import type { Zone } from '../../shared/domain/zone/zone.ts';
import type { AccountLimits } from '../../shared/operations/limits/read-limits.ts';
import { counted, minuteText } from '../output/cells.ts';
import type { CommandLine } from '../output/command-line.ts';
import { printable } from '../output/printable.ts';
import { wrapped } from '../output/wrap.ts';

/** What the stage calls the account, where it could be asked. */
type KnownAccount = { readonly name: string; readonly plan: Plan };

export type ShownLimits = AccountLimits & {
  readonly known?: KnownAccount;
  /** A stop that was lifted just now. */
  readonly resumed?: Stop;
};

const whole = (count: number): string => count.toLocaleString('en');
const at = (ms: number, zone: Zone): string => minuteText(new Date(ms).toISOString(), zone);

const causes: Readonly<Record<Stop['cause'], string>> = {
  outage: 'Zoom does not answer',
  'day-limit': "Zoom says that the day's calls are used up",
};

/** Why nobody calls Zoom for an account, since when and until when. */
export function stopText({ cause, since, until, nextProbeAt, probes }: Stop, zone: Zone): string {
  const ends = until === undefined ? 'a good answer ends it' : `it ends at ${at(until, zone)}, or with a good answer`;
  return `stopped since ${at(since, zone)}: ${causes[cause]}. The next probe is at ${at(nextProbeAt, zone)} (${whole(probes)} so far); ${ends}.`;
}

type LimitsView = { readonly columns: number; readonly zone: Zone; readonly command: CommandLine };

/** One account for people. */
export function limitsText(limits: ShownLimits, { columns, zone, command }: LimitsView): string {
  const { account, known, day, calls, backfillPerDay, stop, lastStop, resumed, failingMeetings } = limits;
  const head = known ? `${printable(known.name)} (${printable(account)}), plan ${known.plan}` : printable(account);
  const perDay = known && planLimits[known.plan].perDay;
  const share = perDay === undefined ? '' : ` of ${whole(perDay)} (${Math.floor((100 * calls.total) / perDay)} %)`;
  const ofBackfill = backfillPerDay === undefined ? '' : ` of its ${whole(backfillPerDay)}`;
  const parts = `live ${whole(calls.live)}, sweep ${whole(calls.sweep)}, backfill ${whole(calls.backfill)}${ofBackfill}`;
  const lines = [
    `calls to Zoom on ${day} (UTC): ${whole(calls.total)}${share}; ${parts}`,
    ...(resumed ? [`was ${stopText(resumed, zone)} It is lifted: calls go on.`] : []),
    stop ? stopText(stop, zone) : 'no stop: calls go on',
    ...(failingMeetings > 0 && !stop ? [`${counted(failingMeetings, 'meeting')} had no good answer last`] : []),
    ...(lastStop && !resumed
      ? [`the last stop: ${causes[lastStop.cause]}, from ${at(lastStop.since, zone)} to ${at(lastStop.endedAt, zone)}`]
      : []),
  ];
  const lift = stop ? `    ${command(['limits', '--resume', '--account', account])}\n` : '';
  return `${head}\n${lines.map((line) => wrapped(line, columns, '  ')).join('')}${lift}`;
}

const iso = (ms: number): string => new Date(ms).toISOString();

/** The same for programs. Instants are ISO 8601. */
export function limitsJson({ known, stop, lastStop, resumed, ...limits }: ShownLimits) {
  return {
    ...limits,
    ...(known && { name: known.name, plan: known.plan, callsPerDay: planLimits[known.plan].perDay }),
    ...(stop && { stop: stopJson(stop) }),
    ...(lastStop && {
      lastStop: { cause: lastStop.cause, since: iso(lastStop.since), endedAt: iso(lastStop.endedAt) },
    }),
    ...(resumed && { resumed: stopJson(resumed) }),
  };
}

export const stopJson = ({ cause, since, until, nextProbeAt, probes }: Stop) => ({
  cause,
  since: iso(since),
  ...(until !== undefined && { until: iso(until) }),
  nextProbeAt: iso(nextProbeAt),
  probes,
});
