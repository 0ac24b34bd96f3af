import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { toAttribute } from './attribute-values.ts';

/** The unit that Zoom writes behind a metric's number; the number alone is stored, in this unit. */
const unitOfMetric: Readonly<Record<string, string>> = {
  bitrate: ' kbps',
  latency: ' ms',
  jitter: ' ms',
  avg_loss: '%',
  max_loss: '%',
  frame_rate: ' fps',
  zoom_min_cpu_usage: '%',
  zoom_avg_cpu_usage: '%',
  zoom_max_cpu_usage: '%',
  system_max_cpu_usage: '%',
};

/** The unit of a metric, or undefined where its values are kept as they come. */
export const unitOf = (metric: string): string | undefined =>
  Object.hasOwn(unitOfMetric, metric) ? unitOfMetric[metric] : undefined;

// A spelling that DynamoDB and JavaScript both give back digit for digit: no leading or trailing zero, no exponent.
const plainNumber = /^(?:0|-?[1-9]\d{0,14}|-?(?:0|[1-9]\d{0,8})\.\d{0,5}[1-9])$/;

/** Stands where a sample has no such value. A JSON null is never a cell: its sample is kept as text. */
export const missing: AttributeValue = { NULL: true };

/**
 * One value of a sample as one element of its metric's list: a number where the text is exactly that number and the
 * metric's unit, else the text itself. Undefined where a list cannot hold it.
 */
export function encodeCell(value: unknown, unit: string | undefined): AttributeValue | undefined {
  if (typeof value === 'string') {
    if (unit !== undefined && value.endsWith(unit)) {
      const number = value.slice(0, -unit.length);
      if (plainNumber.test(number)) return { N: number };
    }
    return value.isWellFormed() ? { S: value } : undefined;
  }
  if (typeof value === 'boolean') return { BOOL: value };
  return typeof value === 'number' && unit === undefined ? toAttribute(value) : undefined;
}

/** The value that {@link encodeCell} was given; undefined where the sample had none. */
export function decodeCell(cell: AttributeValue, unit: string | undefined): unknown {
  if (cell.N !== undefined) return unit === undefined ? Number(cell.N) : `${cell.N}${unit}`;
  return cell.S ?? cell.BOOL;
}

/** About how many bytes DynamoDB counts for a list's element. */
export function cellBytes(cell: AttributeValue): number {
  if (cell.S !== undefined) return 1 + Buffer.byteLength(cell.S);
  return cell.N === undefined ? 2 : 3 + Math.ceil(cell.N.length / 2);
}
