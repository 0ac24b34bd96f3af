import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { toAttribute } from '../rows/attribute-values.ts';

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

/** A list's element as DynamoDB's JSON has it, and about how many bytes DynamoDB counts for it. */
type Cell = { readonly text: string; readonly bytes: number };

/** Stands where a sample has no such value. A JSON null is never a cell: its sample is kept as text. */
export const blank = '{"NULL":true}';
export const blankBytes = 2;

/**
 * Encodes the values of one metric, each as one element of its list: a number where the text is exactly that number in the
 * metric's unit, else the text itself. Undefined where a list cannot hold the value.
 */
export type CellEncoder = (value: unknown) => Cell | undefined;

// Short texts repeat from minute to minute and from session to session: each is encoded once. Longer ones are bit rates.
const longestKnown = 8;
const mostKnown = 5_000;
const known = new Map<string | undefined, Map<string, Cell>>();

export function cellEncoder(metric: string): CellEncoder {
  const unit = unitOf(metric);
  const ofUnit = known.get(unit) ?? new Map<string, Cell>();
  known.set(unit, ofUnit);
  return (value) => {
    if (typeof value !== 'string') return otherCell(value, unit);
    if (value.length > longestKnown) return textCell(value, unit);
    const before = ofUnit.get(value);
    if (before) return before;
    const cell = textCell(value, unit);
    if (!cell) return undefined;
    if (ofUnit.size >= mostKnown) ofUnit.clear();
    ofUnit.set(value, cell);
    return cell;
  };
}

function textCell(value: string, unit: string | undefined): Cell | undefined {
  if (unit !== undefined && value.endsWith(unit)) {
    const number = value.slice(0, -unit.length);
    if (plainNumber.test(number)) return { text: `{"N":"${number}"}`, bytes: 3 + Math.ceil(number.length / 2) };
  }
  return value.isWellFormed()
    ? { text: `{"S":${JSON.stringify(value)}}`, bytes: 1 + Buffer.byteLength(value) }
    : undefined;
}

function otherCell(value: unknown, unit: string | undefined): Cell | undefined {
  const isNumber = typeof value === 'number' && unit === undefined;
  const attribute = isNumber || typeof value === 'boolean' ? toAttribute(value) : undefined;
  return attribute && { text: JSON.stringify(attribute), bytes: 3 + String(value).length };
}

/** The value that a cell was made of; undefined where the sample had none. */
export function decodeCell(cell: AttributeValue, unit: string | undefined): unknown {
  if (cell.N !== undefined) return unit === undefined ? Number(cell.N) : `${cell.N}${unit}`;
  return cell.S ?? cell.BOOL;
}
