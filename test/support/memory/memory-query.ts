import type { QueryCommandInput } from '@aws-sdk/client-dynamodb';
import type { Item } from '../../../shared/dynamo/item.ts';
import { type Comparator, type Condition, type Operand, parseCondition, parseProjection } from './expression.ts';
import { nameOf, type Placeholders } from './expression-run.ts';
import { compareTexts } from './item-values.ts';
import { NotInMemoryError, refusal } from './memory-errors.ts';
import { answer, placeholdersOf } from './memory-operations.ts';
import { comparePlaces, countBefore, type Entry, knownSize, type Source, type TableStore } from './table-store.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.Pagination.html */
const largestPage = 1024 * 1024;

type SortRange =
  | { readonly by: Comparator | 'begins_with'; readonly value: string }
  | { readonly by: 'between'; readonly low: string; readonly high: string };

type KeyCondition = { readonly partition: string; readonly range: SortRange | undefined };

export function query(table: TableStore, input: QueryCommandInput) {
  const { IndexName, KeyConditionExpression = '', ProjectionExpression, Limit, ExclusiveStartKey } = input;
  const condition = parseCondition(KeyConditionExpression);
  const projection = ProjectionExpression === undefined ? undefined : parseProjection(ProjectionExpression);
  const placeholders = placeholdersOf(input, [condition, projection]);
  if (IndexName !== undefined && input.ConsistentRead) {
    throw refusal('Consistent reads are not supported on global secondary indexes');
  }
  const source: Source | undefined = IndexName === undefined ? table : table.index(IndexName);
  if (!source) throw refusal(`The table does not have the specified index: ${IndexName}`);

  const { partition, range } = keyCondition(condition.tree, source, placeholders);
  const wanted = entriesIn(source.entries(partition), range);
  const forward = input.ScanIndexForward !== false;
  const ordered = from(wanted, { forward, start: ExclusiveStartKey, source });
  const page = firstPage(ordered, Limit);
  const Items = page.map(({ item }) => answer(item, projection?.tree, placeholders));
  const last = page.at(-1);
  const isCut = last && (page.length === Limit || page.length < ordered.length);
  return {
    Items,
    Count: Items.length,
    ScannedCount: Items.length,
    ...(isCut && { LastEvaluatedKey: cursorOf(last, [table, source]) }),
  };
}

/** The partition, and which part of it. @throws ValidationException for what is no condition of keys */
function keyCondition(condition: Condition, { keys }: Source, placeholders: Placeholders): KeyCondition {
  const parts = condition.kind === 'and' ? [condition.left, condition.right] : [condition];
  const isOf = (name: string) => (part: Condition) => nameIn(part, placeholders) === name;
  const [partition, range] = [keys.partition, keys.sort].map((name) => parts.find(isOf(name)));
  if (partition?.kind !== 'compare' || partition.by !== '=' || parts.length !== (range ? 2 : 1)) {
    throw refusal('Query key condition not supported');
  }
  return { partition: textOf(partition.right, placeholders), range: range && rangeOf(range, placeholders) };
}

/** The attribute that a part of a key condition is about. */
function nameIn(part: Condition, placeholders: Placeholders): string | undefined {
  const tested = 'of' in part && part.kind !== 'not' ? part.of : undefined;
  const of = part.kind === 'compare' ? part.left : tested;
  const [step] = of?.kind === 'path' && of.path.length === 1 ? of.path : [];
  return typeof step === 'string' ? nameOf(step, placeholders) : undefined;
}

function textOf(operand: Operand, { values }: Placeholders): string {
  const text = operand.kind === 'value' ? values[operand.name]?.S : undefined;
  if (text === undefined) throw refusal('Condition parameter type does not match schema type');
  if (text === '') throw refusal('The AttributeValue for a key attribute cannot contain an empty string value.');
  return text;
}

function rangeOf(condition: Condition, placeholders: Placeholders): SortRange {
  const text = (operand: Operand) => textOf(operand, placeholders);
  if (condition.kind === 'begins_with') return { by: 'begins_with', value: text(condition.with) };
  if (condition.kind === 'compare' && condition.by !== '<>') return { by: condition.by, value: text(condition.right) };
  if (condition.kind !== 'between') throw refusal('Query key condition not supported');
  const [low, high] = [text(condition.low), text(condition.high)];
  if (compareTexts(low, high) > 0) {
    throw refusal('The BETWEEN operator requires upper bound to be greater than or equal to lower bound');
  }
  return { by: 'between', low, high };
}

function entriesIn(entries: readonly Entry[], range: SortRange | undefined): readonly Entry[] {
  if (!range) return entries;
  const below = (text: string) => countBefore(entries, ({ sort }) => compareTexts(sort, text) < 0);
  const upTo = (text: string) => countBefore(entries, ({ sort }) => compareTexts(sort, text) <= 0);
  if (range.by === 'between') return entries.slice(below(range.low), upTo(range.high));
  const { by, value } = range;
  switch (by) {
    case '=':
      return entries.slice(below(value), upTo(value));
    case '<':
      return entries.slice(0, below(value));
    case '<=':
      return entries.slice(0, upTo(value));
    case '>':
      return entries.slice(upTo(value));
    case '>=':
      return entries.slice(below(value));
    case 'begins_with': {
      const end = countBefore(entries, ({ sort }) => sort.startsWith(value) || compareTexts(sort, value) < 0);
      return entries.slice(below(value), end);
    }
    default:
      throw new NotInMemoryError(`The in-memory table queries by no ${by}.`);
  }
}

type Reading = { readonly forward: boolean; readonly start: Item | undefined; readonly source: Source };

/** In the order of reading, after the start key, which need not be an item's. */
function from(entries: readonly Entry[], { forward, start, source }: Reading): readonly Entry[] {
  if (!start) return forward ? entries : entries.toReversed();
  const place = { sort: start[source.keys.sort]?.S ?? '', tie: source.tieOf(start) };
  if (place.sort === '') throw refusal('The provided starting key is invalid');
  if (forward) return entries.slice(countBefore(entries, (entry) => comparePlaces(entry, place) <= 0));
  return entries
    .slice(
      0,
      countBefore(entries, (entry) => comparePlaces(entry, place) < 0),
    )
    .reverse();
}

/** Up to the limit, or up to the item that brings the page to 1 MB. */
function firstPage(entries: readonly Entry[], limit = Number.POSITIVE_INFINITY): readonly Entry[] {
  const most = Math.min(entries.length, limit);
  let size = 0;
  for (let at = 0; at < most; at += 1) {
    const entry = entries[at];
    size += entry ? knownSize(entry.item) : 0;
    if (size >= largestPage) return entries.slice(0, at + 1);
  }
  return entries.slice(0, most);
}

function cursorOf({ item }: Entry, sources: readonly Source[]): Item {
  const cursor: Item = {};
  for (const { keys } of sources) {
    for (const name of [keys.partition, keys.sort]) cursor[name] = { S: item[name]?.S ?? '' };
  }
  return cursor;
}
