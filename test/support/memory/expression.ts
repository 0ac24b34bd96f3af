import { NotInMemoryError, refusal } from './memory-errors.ts';
import { isReserved } from './reserved-words.ts';

/** The way to an attribute: a name, or a placeholder such as `#day`; maps' names and lists' positions below it. */
export type Path = readonly (string | number)[];

export type Operand =
  | { readonly kind: 'path'; readonly path: Path }
  | { readonly kind: 'value'; readonly name: string }
  | { readonly kind: 'size'; readonly path: Path };

export type Comparator = '=' | '<>' | '<' | '<=' | '>' | '>=';

export type Condition =
  | { readonly kind: 'and' | 'or'; readonly left: Condition; readonly right: Condition }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'compare'; readonly by: Comparator; readonly left: Operand; readonly right: Operand }
  | { readonly kind: 'between'; readonly of: Operand; readonly low: Operand; readonly high: Operand }
  | { readonly kind: 'in'; readonly of: Operand; readonly among: readonly Operand[] }
  | { readonly kind: 'exists' | 'absent'; readonly path: Path }
  | { readonly kind: 'begins_with' | 'contains'; readonly of: Operand; readonly with: Operand };

export type Assigned =
  | Operand
  | { readonly kind: 'if_not_exists'; readonly path: Path; readonly otherwise: Assigned }
  | { readonly kind: '+' | '-' | 'list_append'; readonly left: Assigned; readonly right: Assigned };

export type Update = {
  readonly set: readonly { readonly path: Path; readonly to: Assigned }[];
  readonly remove: readonly Path[];
  /** Numbers are added, sets united. */
  readonly add: readonly { readonly path: Path; readonly value: string }[];
  /** From sets. */
  readonly delete: readonly { readonly path: Path; readonly value: string }[];
};

export type Parsed<Tree> = {
  readonly text: string;
  readonly tree: Tree;
  /** Placeholders of names and values in it: DynamoDB refuses those that no expression uses. */
  readonly placeholders: ReadonlySet<string>;
};

const token = /\s*(?:([#:]?[A-Za-z_][\w-]*|#[\w-]+|:[\w-]+)|(\d+)|(<>|<=|>=|[=<>()[\],.+-]))/y;

/** Reads an expression word by word. */
class Words {
  readonly placeholders = new Set<string>();
  readonly #words: readonly string[];
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
    this.#words = wordsOf(text);
  }

  get next(): string | undefined {
    return this.#words[this.#at];
  }

  /** Whether the next word is this keyword or sign, in any case; then it is read. */
  accept(word: string): boolean {
    if (this.next?.toUpperCase() !== word.toUpperCase()) return false;
    this.#at += 1;
    return true;
  }

  expect(word: string): void {
    if (!this.accept(word)) throw this.unknown();
  }

  /** A function's name counts only before its parenthesis: an attribute may be called `size`. */
  acceptCall(name: string): boolean {
    if (this.next !== name || this.#words[this.#at + 1] !== '(') return false;
    this.#at += 2;
    return true;
  }

  take(pattern: RegExp): string {
    const word = this.next;
    if (word === undefined || !pattern.test(word)) throw this.unknown();
    this.#at += 1;
    if (/^[#:]/.test(word)) this.placeholders.add(word);
    if (isReserved(word)) throw refusal(`Attribute name is a reserved keyword; reserved keyword: ${word}`);
    return word;
  }

  end(): void {
    if (this.next !== undefined) throw this.unknown();
  }

  unknown(): NotInMemoryError {
    const at = this.next === undefined ? 'its end' : `"${this.next}"`;
    return new NotInMemoryError(`The in-memory table cannot read, at ${at}, the expression "${this.#text}".`);
  }
}

function wordsOf(text: string): string[] {
  const words: string[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < text.trimEnd().length) {
    const [, name, number, sign] = token.exec(text) ?? [];
    const word = name ?? number ?? sign;
    if (word === undefined) throw new NotInMemoryError(`The in-memory table cannot read the expression "${text}".`);
    words.push(word);
  }
  return words;
}

/** Each text is read once. */
function remembered<Tree>(read: (words: Words) => Tree): (text: string) => Parsed<Tree> {
  const known = new Map<string, Parsed<Tree>>();
  return (text) => {
    const before = known.get(text);
    if (before) return before;
    const words = new Words(text);
    const tree = read(words);
    words.end();
    const parsed = { text, tree, placeholders: words.placeholders };
    known.set(text, parsed);
    return parsed;
  };
}

/** @throws NotInMemoryError for what the in-memory table does not know; ValidationException for a reserved word. */
export const parseCondition = remembered(readOr);
export const parseUpdate = remembered(readUpdate);
export const parseProjection = remembered((words) => readList(words, readPath));

function readList<Element>(words: Words, read: (words: Words) => Element): Element[] {
  const list = [read(words)];
  while (words.accept(',')) list.push(read(words));
  return list;
}

function readOr(words: Words): Condition {
  let left = readAnd(words);
  while (words.accept('OR')) left = { kind: 'or', left, right: readAnd(words) };
  return left;
}

function readAnd(words: Words): Condition {
  let left = readNot(words);
  while (words.accept('AND')) left = { kind: 'and', left, right: readNot(words) };
  return left;
}

function readNot(words: Words): Condition {
  if (words.accept('NOT')) return { kind: 'not', of: readNot(words) };
  if (words.accept('(')) return closed(words, readOr(words));
  if (words.acceptCall('attribute_exists')) return closed(words, { kind: 'exists', path: readPath(words) });
  if (words.acceptCall('attribute_not_exists')) return closed(words, { kind: 'absent', path: readPath(words) });
  if (words.acceptCall('begins_with')) return readFunctionOfTwo(words, 'begins_with');
  if (words.acceptCall('contains')) return readFunctionOfTwo(words, 'contains');
  return readComparison(words);
}

function closed<Tree>(words: Words, tree: Tree): Tree {
  words.expect(')');
  return tree;
}

function readFunctionOfTwo(words: Words, kind: 'begins_with' | 'contains'): Condition {
  const of = readOperand(words);
  words.expect(',');
  return closed(words, { kind, of, with: readOperand(words) });
}

function readComparison(words: Words): Condition {
  const left = readOperand(words);
  if (words.accept('BETWEEN')) {
    const low = readOperand(words);
    words.expect('AND');
    return { kind: 'between', of: left, low, high: readOperand(words) };
  }
  if (words.accept('IN')) {
    words.expect('(');
    return closed(words, { kind: 'in', of: left, among: readList(words, readOperand) });
  }
  return { kind: 'compare', by: readComparator(words), left, right: readOperand(words) };
}

const comparators: readonly Comparator[] = ['=', '<>', '<=', '>=', '<', '>'];

function readComparator(words: Words): Comparator {
  const found = comparators.find((comparator) => words.accept(comparator));
  if (!found) throw words.unknown();
  return found;
}

function readOperand(words: Words): Operand {
  if (words.acceptCall('size')) return closed(words, { kind: 'size', path: readPath(words) });
  if (words.next?.startsWith(':')) return { kind: 'value', name: words.take(/^:/) };
  return { kind: 'path', path: readPath(words) };
}

function readPath(words: Words): Path {
  const name = /^[#A-Za-z_]/;
  const path: (string | number)[] = [words.take(name)];
  for (;;) {
    if (words.accept('.')) path.push(words.take(name));
    else if (words.accept('[')) path.push(closedIndex(words, Number(words.take(/^\d+$/))));
    else return path;
  }
}

function closedIndex(words: Words, index: number): number {
  words.expect(']');
  return index;
}

function readUpdate(words: Words): Update {
  const update = { set: [], remove: [], add: [], delete: [] } as { -readonly [Part in keyof Update]: Update[Part] };
  while (words.next !== undefined) {
    if (words.accept('SET')) update.set = readList(words, readAssignment);
    else if (words.accept('REMOVE')) update.remove = readList(words, readPath);
    else if (words.accept('ADD')) update.add = readList(words, readPathAndValue);
    else if (words.accept('DELETE')) update.delete = readList(words, readPathAndValue);
    else throw words.unknown();
  }
  return update;
}

function readAssignment(words: Words) {
  const path = readPath(words);
  words.expect('=');
  return { path, to: readAssigned(words) };
}

const readPathAndValue = (words: Words) => ({ path: readPath(words), value: words.take(/^:/) });

function readAssigned(words: Words): Assigned {
  const left = readTerm(words);
  if (words.accept('+')) return { kind: '+', left, right: readTerm(words) };
  if (words.accept('-')) return { kind: '-', left, right: readTerm(words) };
  return left;
}

function readTerm(words: Words): Assigned {
  if (words.acceptCall('if_not_exists')) {
    const path = readPath(words);
    words.expect(',');
    return closed(words, { kind: 'if_not_exists', path, otherwise: readAssigned(words) });
  }
  if (words.acceptCall('list_append')) {
    const left = readAssigned(words);
    words.expect(',');
    return closed(words, { kind: 'list_append', left, right: readAssigned(words) });
  }
  return readOperand(words);
}
