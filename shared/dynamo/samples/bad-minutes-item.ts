import type { BadMinute } from '../../domain/quality/summary.ts';
import type { Item } from '../item.ts';

/** Of a session that was bad for longer, the worst ones: each takes some ten bytes of its item. */
const mostListed = 120;

const units: Readonly<Record<BadMinute['measure'], string>> = { latency: 'ms', jitter: 'ms', avg_loss: '%' };

/**
 * What a session's item says of its bad minutes, for people and programs: `{"audio_input latency over 150 ms": "10:02 180,
 * 10:05 177"}`. Each minute stands once, under what it was worst in. Nothing where there was none.
 */
export function badMinutesAttribute(minutes: readonly BadMinute[]): Item {
  if (minutes.length === 0) return {};
  const excess = ({ value, limit }: BadMinute) => value / limit;
  const worst = minutes.toSorted((a, b) => excess(b) - excess(a)).slice(0, mostListed);
  const listed = worst.length === minutes.length ? minutes : minutes.filter((minute) => worst.includes(minute));
  const reasons = new Map<string, string[]>();
  for (const { at, stream, measure, value, limit } of listed) {
    const reason = `${stream} ${measure} over ${limit}${measure === 'avg_loss' ? '' : ' '}${units[measure]}`;
    reasons.set(reason, [...(reasons.get(reason) ?? []), `${minuteText(at)} ${value}`]);
  }
  const texts = [...reasons].map(([reason, all]) => [reason, { S: all.join(', ') }] as const);
  return { badMinutes: { M: Object.fromEntries(texts) } };
}

/** The time of day, UTC; the day is the session's. */
function minuteText(at: string | undefined): string {
  const instant = Date.parse(at ?? '');
  return Number.isNaN(instant) ? '?' : new Date(instant).toISOString().slice(11, 16);
}
