import type { Log } from '../../shared/telemetry/log.ts';

/** Lines a minute of one instance; of a flood, more would cost more than all else of it. */
const linesPerMinute = 10;
const minuteMs = 60_000;

/** Tells why a request was refused, at the time that it came. */
export type TellRefusal = (reason: string, now: Date) => void;

/**
 * Logs refusals, of a flood the first ones of each minute alone; the first line after says how many were left out. Metrics
 * count all that bore a signature, and the access log has a line for each.
 */
export function createRefusalLog(log: Pick<Log, 'warn'>): TellRefusal {
  let minute = 0;
  let told = 0;
  let untold = 0;
  return (reason, now) => {
    const thisMinute = Math.floor(now.getTime() / minuteMs);
    if (thisMinute !== minute) [minute, told] = [thisMinute, 0];
    if (told >= linesPerMinute) {
      untold += 1;
      return;
    }
    told += 1;
    log.warn('request refused', { reason, ...(untold > 0 && { leftOut: untold }) });
    untold = 0;
  };
}
