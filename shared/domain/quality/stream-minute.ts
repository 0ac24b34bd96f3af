import { isRow } from '../row/exact-json.ts';

/** Zoom's prefixes; `as` is screen sharing. */
export type Medium = 'audio' | 'video' | 'as';

/** What one stream measured in one minute, under Zoom's names: kbps, ms, ms, %, %. Absent where Zoom gave no number. */
export type Reading = {
  readonly bitrate?: number | undefined;
  readonly latency?: number | undefined;
  readonly jitter?: number | undefined;
  readonly avg_loss?: number | undefined;
  readonly max_loss?: number | undefined;
};

/** What a stream measured in one of `user_qos`'s samples; undefined where there was no stream: not one number. */
export function readStream(group: unknown): Reading | undefined {
  if (!isRow(group)) return undefined;
  const bitrate = readMeasure(group.bitrate, ' kbps');
  const latency = readMeasure(group.latency, ' ms');
  const jitter = readMeasure(group.jitter, ' ms');
  const avg_loss = readMeasure(group.avg_loss, '%');
  const max_loss = readMeasure(group.max_loss, '%');
  const any = bitrate ?? latency ?? jitter ?? avg_loss ?? max_loss;
  return any === undefined ? undefined : { bitrate, latency, jitter, avg_loss, max_loss };
}

// Nine digits are more than any network reaches. A longer number is no measure, and the longest ones fit into no store.
const mostDigits = 9;
/** A double has as many for certain: such digits, divided by a power of ten, are the nearest double. */
const digitsOfDouble = 15;
const [zero, nine, point] = ['0', '9', '.'].map((letter) => letter.charCodeAt(0)) as [number, number, number];

/**
 * The number of a measure as Zoom writes it: `126 ms`, `27.10 kbps`, `0.4%`. Undefined for everything else, so that a
 * blank, a dash, a negative or another unit never counts as zero. By hand, since a page has ten thousand of them.
 */
export function readMeasure(value: unknown, unit: ' kbps' | ' ms' | '%'): number | undefined {
  if (typeof value !== 'string' || !value.endsWith(unit)) return undefined;
  const end = value.length - unit.length;
  let digits = 0;
  let pointAt = end;
  for (let at = 0; at < end; at += 1) {
    const code = value.charCodeAt(at);
    if (code >= zero && code <= nine) digits = digits * 10 + code - zero;
    else if (code === point && pointAt === end) pointAt = at;
    else return undefined;
  }
  if (pointAt === 0 || pointAt > mostDigits) return undefined;
  if (pointAt === end) return digits;
  const decimals = end - pointAt - 1;
  if (decimals === 0 || decimals > mostDigits) return undefined;
  return end <= digitsOfDouble ? digits / 10 ** decimals : Number(value.slice(0, end));
}

export type Limits = {
  /** Milliseconds. */
  readonly latency: number;
  /** Milliseconds. */
  readonly jitter: number;
  /** Percent of packets, averaged over the minute. */
  readonly avg_loss: number;
};

/**
 * Zoom's "Meeting and phone statistics" calls latency of 150 ms or less, jitter of 40 ms or less and packet loss of 2 % or
 * less recommended: https://support.zoom.com/hc/en/article?id=zm_kb&sysparm_article=KB0070504 (once
 * https://support.zoom.us/hc/en-us/articles/202920719). Zoom points there too for the thresholds of the dashboard's own
 * alerts: https://support.zoom.com/hc/en/article?id=zm_kb&sysparm_article=KB0065975.
 */
const recommended: Limits = { latency: 150, jitter: 40, avg_loss: 2 };

/**
 * The most that each medium may have in a minute that is not bad. Zoom names no limit for bitrate, which follows the
 * picture's size. Unsure: whether Zoom means the same numbers for screen sharing, which bears more, as for sound; and the
 * defaults of the dashboard's alerts, which it does not publish.
 */
export const limits: Readonly<Record<Medium, Limits>> = { audio: recommended, video: recommended, as: recommended };

/** What a stream's minute was worst in, by how many times its limit. */
export function worstExcess(
  medium: Medium,
  reading: Reading,
): { readonly measure: keyof Limits; readonly value: number; readonly limit: number } {
  const [first, ...others] = (['latency', 'jitter', 'avg_loss'] as const).map((measure) => {
    return { measure, value: reading[measure] ?? 0, limit: limits[medium][measure] };
  });
  if (!first) throw new RangeError('There is no measure with a limit.');
  return others.reduce((a, b) => (b.value / b.limit > a.value / a.limit ? b : a), first);
}

/** Whether a stream's minute is worse than Zoom recommends: any measure over its limit. On the limit is still good. */
export function isBadMinute(medium: Medium, { latency = 0, jitter = 0, avg_loss = 0 }: Reading): boolean {
  const most = limits[medium];
  return latency > most.latency || jitter > most.jitter || avg_loss > most.avg_loss;
}
