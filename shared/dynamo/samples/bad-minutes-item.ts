import type { BadMinute } from '../../domain/quality/summary.ts';
import type { Item } from '../item.ts';

/** Of a session that was bad for longer, the worst ones: each takes some eight bytes of its item. */
const mostListed = 120;

const units: Readonly<Record<BadMinute['measure'], string>> = { latency: 'ms', jitter: 'ms', avg_loss: '%' };

/**
 * What a session's item says of its bad minutes, for people and programs: `{"audio_input latency > 150 ms": "10:02 180,
 * 05 177"}`. The hour stands where it is another. Each minute stands once, under what it was worst in. Nothing where there was none.
 */
export function badMinutesAttribute(minutes: readonly BadMinute[]): Item {
  if (minutes.length === 0) return {};
  const reasons = Map.groupBy(
    worstOf(minutes),
    ({ stream, measure, limit }) =>
      `${stream} ${measure} > ${limit}${measure === 'avg_loss' ? '' : ' '}${units[measure]}`,
  );
  const texts = [...reasons].map(([reason, all]) => [reason, { S: listText(all) }] as const);
  return { badMinutes: { M: Object.fromEntries(texts) } };
}

function worstOf(minutes: readonly BadMinute[]): readonly BadMinute[] {
  if (minutes.length <= mostListed) return minutes;
  const excess = ({ value, limit }: BadMinute) => value / limit;
  const worst = new Set(minutes.toSorted((a, b) => excess(b) - excess(a)).slice(0, mostListed));
  return minutes.filter((minute) => worst.has(minute));
}

function listText(minutes: readonly BadMinute[]): string {
  const times = minutes.map(({ at }) => minuteText(at));
  return minutes
    .map(({ value }, index) => {
      const time = times[index] ?? '';
      const isSameHour = index > 0 && time.length > 1 && times[index - 1]?.slice(0, 2) === time.slice(0, 2);
      return `${isSameHour ? time.slice(3) : time} ${value}`;
    })
    .join(', ');
}

const utcText = /^\d{4}-\d\d-\d\dT(\d\d:\d\d):\d\d(?:\.\d+)?Z$/;

/** The time of day, UTC; the day is the session's. */
function minuteText(at: string | undefined): string {
  const [, minute] = utcText.exec(at ?? '') ?? [];
  if (minute !== undefined) return minute;
  const instant = Date.parse(at ?? '');
  return Number.isNaN(instant) ? '?' : new Date(instant).toISOString().slice(11, 16);
}
