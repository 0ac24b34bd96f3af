import type { IndexDefinition, TableDefinition } from '../../../local/emulator/engines/dynalite-tables.ts';
import type { Item } from '../../../shared/dynamo/item.ts';
import { compareTexts, itemSize } from './item-values.ts';

/** One item at its place among those of its partition. */
export type Entry = {
  readonly sort: string;
  /** Orders entries of an index that sort alike; the same for each item of a table. */
  readonly tie: string;
  /** Replaced, never changed: whoever holds an item may keep it. */
  item: Item;
};

export type KeyNames = { readonly partition: string; readonly sort: string };

export type Source = {
  readonly keys: KeyNames;
  readonly entries: (partition: string) => readonly Entry[];
  readonly tieOf: (item: Item) => string;
};

export type IndexTiming = {
  /** Epoch ms. */
  readonly now: () => number;
  /** How long after a write an index shows it, asked at each write. */
  readonly delayMs: () => number;
};

const text = (item: Item, name: string): string => item[name]?.S ?? '';

/** Both keys are texts in every table of the product. @throws where one is not */
function keyNamesOf({ KeySchema }: Pick<TableDefinition, 'KeySchema'>): KeyNames {
  const [partition, sort] = ['HASH', 'RANGE'].map((type) => KeySchema.find(({ KeyType }) => KeyType === type));
  if (!partition || !sort) throw new Error('The in-memory table has a partition key and a sort key.');
  return { partition: partition.AttributeName, sort: sort.AttributeName };
}

/** The items of one table, its partitions in order, and its indexes. */
export class TableStore implements Source {
  readonly keys: KeyNames;
  readonly indexes: ReadonlyMap<string, IndexStore>;
  /** Rises with each change. */
  revision = 0;
  readonly #entries = new Map<string, Entry>();
  readonly #partitions = new Partitions();
  readonly #timing: IndexTiming;
  #late: { readonly visibleAt: number; readonly key: string; readonly item: Item | undefined }[] = [];

  constructor(definition: TableDefinition, timing: IndexTiming) {
    this.keys = keyNamesOf(definition);
    this.#timing = timing;
    const indexes = (definition.GlobalSecondaryIndexes ?? []).map(
      (index) => [index.IndexName, new IndexStore(index, this.keys)] as const,
    );
    this.indexes = new Map(indexes);
  }

  get(key: Item): Item | undefined {
    return this.#entries.get(this.#keyOf(key))?.item;
  }

  put(item: Item): void {
    const key = this.#keyOf(item);
    const entry = this.#entries.get(key);
    if (entry) entry.item = item;
    else {
      const added = { sort: text(item, this.keys.sort), tie: '', item };
      this.#entries.set(key, added);
      this.#partitions.add(text(item, this.keys.partition), added);
    }
    this.#changed(key, item);
  }

  delete(keyItem: Item): void {
    const key = this.#keyOf(keyItem);
    const entry = this.#entries.get(key);
    if (!entry) return;
    this.#entries.delete(key);
    this.#partitions.remove(text(entry.item, this.keys.partition), entry);
    this.#changed(key, undefined);
  }

  clear(): void {
    for (const { item } of [...this.#entries.values()]) this.delete(item);
    this.showAll();
  }

  entries = (partition: string): readonly Entry[] => this.#partitions.of(partition);
  tieOf = (): string => '';

  /** In the order of their keys. Not copies. */
  all(): Item[] {
    return this.#partitions.all().map(({ item }) => item);
  }

  /** An index as readers see it now. */
  index(name: string): IndexStore | undefined {
    if (this.#late.length > 0) this.#show(this.#timing.now());
    return this.indexes.get(name);
  }

  /** Brings the indexes up to date. */
  showAll(): void {
    this.#show(Number.POSITIVE_INFINITY);
  }

  #changed(key: string, item: Item | undefined): void {
    this.revision += 1;
    const delayMs = this.#timing.delayMs();
    if (delayMs <= 0 && this.#late.length === 0) {
      for (const index of this.indexes.values()) index.apply(key, item);
      return;
    }
    // In the order of the writes: an index never shows an older item after a newer one.
    const visibleAt = Math.max(this.#timing.now() + delayMs, this.#late.at(-1)?.visibleAt ?? 0);
    this.#late.push({ visibleAt, key, item });
  }

  #show(now: number): void {
    const due = this.#late.filter(({ visibleAt }) => visibleAt <= now);
    this.#late = this.#late.slice(due.length);
    for (const { key, item } of due) for (const index of this.indexes.values()) index.apply(key, item);
  }

  #keyOf(item: Item): string {
    return `${text(item, this.keys.partition)}\0${text(item, this.keys.sort)}`;
  }
}

/** Those items of a table that have both keys of the index, as far as the index includes them. */
export class IndexStore implements Source {
  readonly keys: KeyNames;
  readonly #tableKeys: KeyNames;
  /** Everything when undefined. */
  readonly #included: readonly string[] | undefined;
  readonly #entries = new Map<string, Entry>();
  readonly #partitions = new Partitions();

  constructor(definition: IndexDefinition, tableKeys: KeyNames) {
    const { ProjectionType, NonKeyAttributes = [] } = definition.Projection;
    this.keys = keyNamesOf(definition);
    this.#tableKeys = tableKeys;
    const keys = [tableKeys.partition, tableKeys.sort, this.keys.partition, this.keys.sort];
    this.#included = ProjectionType === 'ALL' ? undefined : [...new Set([...keys, ...NonKeyAttributes])];
  }

  entries = (partition: string): readonly Entry[] => this.#partitions.of(partition);
  all = (): Item[] => this.#partitions.all().map(({ item }) => item);

  tieOf = (item: Item): string => `${text(item, this.#tableKeys.partition)}\0${text(item, this.#tableKeys.sort)}`;

  /** `key` names the table's item, which is as given now; undefined when it is gone. */
  apply(key: string, item: Item | undefined): void {
    const before = this.#entries.get(key);
    const partition = item?.[this.keys.partition]?.S;
    const sort = item?.[this.keys.sort]?.S;
    if (item === undefined || partition === undefined || sort === undefined) {
      if (before) this.#remove(key, before);
      return;
    }
    const shown = this.#projected(item);
    if (before && before.sort === sort && text(before.item, this.keys.partition) === partition) {
      before.item = shown;
      return;
    }
    if (before) this.#remove(key, before);
    const entry = { sort, tie: this.tieOf(item), item: shown };
    this.#entries.set(key, entry);
    this.#partitions.add(partition, entry);
  }

  #remove(key: string, entry: Entry): void {
    this.#entries.delete(key);
    this.#partitions.remove(text(entry.item, this.keys.partition), entry);
  }

  #projected(item: Item): Item {
    if (!this.#included) return item;
    const shown: Item = {};
    for (const name of this.#included) {
      const value = item[name];
      if (value) shown[name] = value;
    }
    return shown;
  }
}

/** Lists of entries in order, by the value of a partition key. */
class Partitions {
  readonly #lists = new Map<string, Entry[]>();

  of(partition: string): readonly Entry[] {
    return this.#lists.get(partition) ?? [];
  }

  all(): Entry[] {
    const partitions = [...this.#lists.entries()].sort(([one], [other]) => compareTexts(one, other));
    return partitions.flatMap(([, list]) => list);
  }

  add(partition: string, entry: Entry): void {
    const list = this.#lists.get(partition);
    if (!list) this.#lists.set(partition, [entry]);
    else
      list.splice(
        countBefore(list, (other) => comparePlaces(other, entry) < 0),
        0,
        entry,
      );
  }

  remove(partition: string, entry: Entry): void {
    const list = this.#lists.get(partition) ?? [];
    list.splice(
      countBefore(list, (other) => comparePlaces(other, entry) < 0),
      1,
    );
    if (list.length === 0) this.#lists.delete(partition);
  }
}

export type Place = Pick<Entry, 'sort' | 'tie'>;

export const comparePlaces = (one: Place, other: Place): number =>
  compareTexts(one.sort, other.sort) || compareTexts(one.tie, other.tie);

/** How many entries at the front of a list in order meet a test that no later one meets. */
export function countBefore(list: readonly Entry[], isBefore: (entry: Entry) => boolean): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const entry = list[middle];
    if (entry && isBefore(entry)) low = middle + 1;
    else high = middle;
  }
  return low;
}

const sizes = new WeakMap<Item, number>();

/** The size of an item that nobody changes, worked out once. */
export function knownSize(item: Item): number {
  const known = sizes.get(item);
  if (known !== undefined) return known;
  const size = itemSize(item);
  sizes.set(item, size);
  return size;
}
