import { isRow } from '../exact-json.ts';
import type { Reading } from './thresholds.ts';

// Nine digits are more than any network does; a longer number is no measure, and at length none that a store could hold.
const plainNumber = /^\d{1,9}(?:\.\d{1,9})?$/;

/**
 * The number of a measure as Zoom writes it: `126 ms`, `27.10 kbps`, `0.4%`. Undefined for everything else, so that a
 * blank, a dash, a negative or another unit never counts as zero.
 */
export function readMeasure(value: unknown, unit: ' kbps' | ' ms' | '%'): number | undefined {
  if (typeof value !== 'string' || !value.endsWith(unit)) return undefined;
  const number = value.slice(0, -unit.length);
  return plainNumber.test(number) ? Number(number) : undefined;
}

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
