import type { GatheredColumn } from './gather-columns.ts';
import type { Codes } from './packed-bits.ts';
import { chooseColumn, headerText } from './packed-column.ts';

export type PackedGroup = {
  /** Its columns' headers as JSON. */
  readonly header: string;
  /** What metrics are while it rests, as JSON; absent where it never does. */
  readonly rest?: string;
  /** First, where it rests at times, one bit for each sample; then its columns. */
  readonly codes: readonly Codes[];
};

/** Below, naming the metrics takes more than the codes that are left out. */
const leastLeftOut = 24;

/**
 * Packs a group. It rests in minutes in which a stream is muted, off or not there: its metrics are blank then, all together. Such
 * minutes take one bit, and no codes.
 */
export function packGroup(columns: readonly GatheredColumn[]): PackedGroup {
  const rest = findRest(columns);
  const codes: Codes[] = rest ? [{ bits: 1, codes: rest.resting.map(Number) }] : [];
  const headers: [string, string][] = [];
  for (const { metric, values } of columns) {
    const isResting = rest?.metrics.has(metric);
    const column = chooseColumn(isResting ? values.filter((_, index) => !rest?.resting[index]) : values);
    codes.push(column);
    headers.push([metric, column.header]);
  }
  const [[first, single] = []] = headers;
  if (first === '' && single !== undefined) return { header: single, codes };
  if (!rest) return { header: objectText(headers), codes };
  const members = [...rest.metrics].map(([metric, value]): [string, string] => [metric, headerText(value)]);
  return { header: objectText(headers), rest: objectText(members), codes };
}

/** JSON of an object whose members' values are JSON. */
export const objectText = (members: readonly (readonly [name: string, text: string])[]): string =>
  `{${members.map(([name, text]) => `${JSON.stringify(name)}:${text}`).join()}}`;

type Rest = {
  /** Of each sample, whether the group rests in it. */
  readonly resting: readonly boolean[];
  readonly metrics: ReadonlyMap<string, unknown>;
};

function findRest(columns: readonly GatheredColumn[]): Rest | undefined {
  const changing = columns.filter(({ isConstant }) => !isConstant);
  if (changing.length < 2) return undefined;
  const [blank, lead] = findLead(changing, '') ?? findLead(changing, undefined) ?? [];
  if (!lead) return undefined;
  const resting = lead.map((value) => value === blank);
  const places = resting.flatMap((rests, index) => (rests ? [index] : []));
  const [first = 0] = places;
  const blanks = changing.flatMap(({ metric, values }) =>
    places.every((place) => values[place] === values[first]) ? [[metric, values[first]] as const] : [],
  );
  const isWorthIt = blanks.length > 1 && places.length * blanks.length >= leastLeftOut;
  return isWorthIt ? { resting, metrics: new Map(blanks) } : undefined;
}

/** The values of the first metric that has this one at times. */
function findLead(columns: readonly GatheredColumn[], blank: unknown): [unknown, readonly unknown[]] | undefined {
  const lead = columns.find(({ values }) => values.includes(blank));
  return lead && [blank, lead.values];
}
