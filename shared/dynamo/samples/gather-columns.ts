import { isRow } from '../../domain/row/exact-json.ts';

/** The values of one metric, one for each sample; undefined where a sample has none. */
export type GatheredColumn = {
  /** '' for a value that stands beside the groups. */
  readonly metric: string;
  readonly values: readonly unknown[];
  /** Whether all are the same one. */
  readonly isConstant: boolean;
};

export type Gathered = {
  /** Both by name. */
  readonly groups: readonly { readonly name: string; readonly columns: readonly GatheredColumn[] }[];
  /** Samples that columns cannot give back, as members of a JSON object. */
  readonly odd: readonly string[];
};

/** Of one group, the values of each sample in the order of `metrics`; fewer where a later metric was not known yet. */
type Rows = {
  readonly name: string;
  readonly isSingle: boolean;
  readonly metrics: string[];
  readonly samples: (readonly unknown[] | undefined)[];
};

/**
 * A session's samples by their metrics. A page has some 27,000 values, and samples are alike: so a group is taken whole where its names
 * are those of the sample before.
 */
export function gatherColumns(samples: readonly unknown[]): Gathered {
  const groups = new Map<string, Rows>();
  const odd: string[] = [];
  for (const [index, sample] of samples.entries()) {
    const entered = isRow(sample) ? rowsOf(sample, groups) : undefined;
    if (!entered) odd.push(`"${index}":${JSON.stringify(sample)}`);
    else for (const { rows, values } of entered) rows.samples[index] = values;
  }
  const gathered = [...groups.values()].map(({ name, metrics, samples: own }) => ({
    name,
    columns: columnsOf(metrics, own, samples.length),
  }));
  return { groups: gathered.filter(({ columns }) => columns.length > 0).sort(byName), odd };
}

const byName = ({ name: a }: { readonly name: string }, { name: b }: { readonly name: string }): number =>
  a < b ? -1 : 1;

type Entered = { readonly rows: Rows; readonly values: readonly unknown[] };

/**
 * A sample's groups. Undefined where columns cannot give it back: it has a value where earlier ones have a group, or the reverse, an
 * empty group, or something deeper.
 */
function rowsOf(sample: object, groups: Map<string, Rows>): Entered[] | undefined {
  const names = Object.keys(sample);
  const entered: Entered[] = [];
  for (const [place, value] of Object.values(sample).entries()) {
    const name = names[place] ?? '';
    const isSingle = !isRow(value);
    const rows = groups.get(name) ?? { name, isSingle, metrics: isSingle ? [''] : [], samples: [] };
    groups.set(name, rows);
    const values = isSingle ? [value] : inOrder(rows.metrics, value);
    if (rows.isSingle !== isSingle || !values?.every(isLeaf)) return undefined;
    entered.push({ rows, values });
  }
  return entered;
}

/** A group's values in the order of its metrics, to which new ones are added. Undefined for a group that has none, or one without name. */
function inOrder(metrics: string[], group: object): unknown[] | undefined {
  const names = Object.keys(group);
  const values: unknown[] = Object.values(group);
  if (names.length === 0) return undefined;
  if (isEqual(names, metrics)) return values;
  const ordered: unknown[] = metrics.map(() => undefined);
  for (const [place, name] of names.entries()) {
    if (name === '') return undefined;
    const known = metrics.indexOf(name);
    const at = known === -1 ? metrics.push(name) - 1 : known;
    ordered[at] = values[place];
  }
  return ordered;
}

function isEqual(names: readonly string[], others: readonly string[]): boolean {
  if (names.length !== others.length) return false;
  for (let place = 0; place < names.length; place += 1) if (names[place] !== others[place]) return false;
  return true;
}

const isLeaf = (value: unknown): boolean => typeof value !== 'object' || value === null || JSON.isRawJSON(value);

function columnsOf(metrics: readonly string[], samples: Rows['samples'], count: number): GatheredColumn[] {
  return metrics
    .map((metric, place) => ({ metric, ...columnAt(place, samples, count) }))
    .filter(({ isConstant, values }) => !isConstant || values[0] !== undefined)
    .sort(({ metric: a }, { metric: b }) => (a < b ? -1 : 1));
}

function columnAt(place: number, samples: Rows['samples'], count: number) {
  const values: unknown[] = [];
  let isConstant = true;
  for (let index = 0; index < count; index += 1) {
    const value = samples[index]?.[place];
    values.push(value);
    if (isConstant && value !== values[0]) isConstant = false;
  }
  return { values, isConstant };
}
