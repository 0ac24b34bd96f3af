import { datasets } from '../../domain/dataset.ts';
import { fieldText } from '../../domain/row/field-text.ts';
import type { Session } from './join.ts';
import { type SourceRow, stayTraits } from './records.ts';

/**
 * By what a person is known, from the strongest sign to the weakest. `user-id` is the signed-in user's, which Zoom calls
 * `participant_user_id` and, to be removed in time, `id`. Names are none: guests have the same ones.
 */
export const signKinds = [
  'participant-user-id',
  'user-id',
  'email',
  'registrant-id',
  'customer-key',
  'participant-uuid',
] as const;
export type SignKind = (typeof signKinds)[number];

/** What a session's rows show of its person, without blanks; kinds that none of them shows are empty. */
export type IdentitySigns = Readonly<Record<SignKind, ReadonlySet<string>>>;

/** Of a session that shows nobody. */
export const noSigns: IdentitySigns = {
  'participant-user-id': new Set(),
  'user-id': new Set(),
  email: new Set(),
  'registrant-id': new Set(),
  'customer-key': new Set(),
  'participant-uuid': new Set(),
};

/**
 * The signs that a session's rows bear. E-mail addresses are in small letters; `participant_uuid` holds within one
 * meeting only, so the meeting stands before it.
 */
export function readIdentitySigns({ uuid, rows }: Session, sources: readonly SourceRow[]): IdentitySigns {
  const own = datasets.flatMap((dataset) => rows[dataset].flatMap((index) => sources[index] ?? []));
  const texts = (field: string) => own.map(({ row }) => fieldText(row, field));
  const participantUserIds = texts('participant_user_id');
  const emails = own.map(({ row, dataset }) => fieldText(row, stayTraits(dataset).emailField)?.toLowerCase());
  const participantUuids = texts('participant_uuid').map((text) => text && `${uuid} ${text}`);
  return {
    'participant-user-id': distinct(participantUserIds),
    'user-id': distinct([...participantUserIds, ...texts('id')]),
    email: distinct(emails),
    'registrant-id': distinct(texts('registrant_id')),
    'customer-key': distinct(texts('customer_key')),
    'participant-uuid': distinct(participantUuids),
  };
}

const distinct = (texts: readonly (string | undefined)[]): Set<string> =>
  new Set(texts.filter((text) => text !== undefined));

/**
 * Which sessions are one person's: for each, the index of that person's first session.
 *
 * Sessions that share a sign are united, also in a chain (one has the id and the e-mail address, the next the address
 * alone). Kinds of signs are taken one after the other, and a weaker one never unites what a stronger one tells apart:
 * two ids stay two people though both came by one registrant's link or one shared address. A value that two such people
 * bear identifies nobody. Sessions without any sign are a person each. The order of sessions changes nothing else.
 */
export function groupByPerson(signs: readonly IdentitySigns[]): number[] {
  return unitePeople(signs).roots;
}

/** A sign by which two that had been told apart until then became one person, each named by its first session. */
export type Union = { readonly kind: SignKind; readonly value: string; readonly sessions: readonly [number, number] };

/** The same as {@link groupByPerson}, with what made them one: of a person of several sessions as many as lead to it, each once. */
export function unitePeople(signs: readonly IdentitySigns[]): { readonly roots: number[]; readonly unions: Union[] } {
  const people = createDisjointSets(signs.length);
  const unions = signKinds.flatMap((kind) => uniteBySign(kind, signs, people));
  return { roots: signs.map((_, index) => people.root(index)), unions };
}

/** What the sessions of one person united so far bear. */
type Bearer = { readonly root: number; readonly kinds: Set<SignKind> };

function uniteBySign(kind: SignKind, signs: readonly IdentitySigns[], people: DisjointSets): Union[] {
  const groups = groupBearers(kind, signs, people).filter(({ bearers }) => !areToldApart(bearers));
  // Each value alone may unite whom it likes, and yet a chain of them may end at two people that are told apart.
  const chained = createDisjointSets(signs.length);
  for (const { bearers } of groups) uniteAll(bearers, chained);
  const chains = new Map<number, Set<Bearer>>();
  for (const bearer of groups.flatMap(({ bearers }) => bearers)) {
    const root = chained.root(bearer.root);
    chains.set(root, (chains.get(root) ?? new Set()).add(bearer));
  }
  const broken = new Set([...chains].filter(([, chain]) => areToldApart([...chain])).map(([root]) => root));
  return groups.flatMap(({ value, bearers }) => {
    const [first] = bearers;
    const isBroken = first !== undefined && broken.has(chained.root(first.root));
    // Nobody can say to which of the two people the others in the chain belong: they go with neither.
    const united = uniteAll(isBroken ? bearers.filter(({ kinds }) => kinds.size === 0) : bearers, people);
    return united.map((sessions): Union => ({ kind, value, sessions }));
  });
}

type Group = { readonly value: string; readonly bearers: readonly Bearer[] };

/** For each value of this kind, everyone who bears it. */
function groupBearers(kind: SignKind, signs: readonly IdentitySigns[], people: DisjointSets): Group[] {
  const bearers = collectBearers(kind, signs, people);
  const groups = new Map<string, Set<Bearer>>();
  for (const [index, own] of signs.entries()) {
    const bearer = bearers.get(people.root(index));
    if (bearer) for (const value of own[kind]) groups.set(value, (groups.get(value) ?? new Set()).add(bearer));
  }
  return [...groups].map(([value, group]) => ({ value, bearers: [...group] }));
}

/** Everyone as united so far, with the kinds stronger than this one that they bear. */
function collectBearers(kind: SignKind, signs: readonly IdentitySigns[], people: DisjointSets): Map<number, Bearer> {
  const stronger = signKinds.slice(0, signKinds.indexOf(kind));
  const bearers = new Map<number, Bearer>();
  for (const [index, own] of signs.entries()) {
    const root = people.root(index);
    const bearer = bearers.get(root) ?? { root, kinds: new Set() };
    for (const one of stronger) if (own[one].size > 0) bearer.kinds.add(one);
    bearers.set(root, bearer);
  }
  return bearers;
}

/** Whether two of them bear signs of one stronger kind: had they shared one, they would be united already. */
function areToldApart(group: readonly Bearer[]): boolean {
  const seen = new Set<SignKind>();
  for (const { kinds } of group) {
    for (const kind of kinds) {
      if (seen.has(kind)) return true;
      seen.add(kind);
    }
  }
  return false;
}

/** @returns the roots of those that were apart, as they were */
function uniteAll(group: readonly Bearer[], sets: DisjointSets): [number, number][] {
  const [first, ...others] = group;
  return others.flatMap((other): [number, number][] => {
    if (!first || sets.root(first.root) === sets.root(other.root)) return [];
    const apart: [number, number] = [sets.root(first.root), sets.root(other.root)];
    sets.unite(...apart);
    return [apart];
  });
}

/** Which of the numbers from 0 belong together (union-find). A set's root is its smallest member, whatever the order. */
type DisjointSets = {
  readonly root: (member: number) => number;
  readonly unite: (a: number, b: number) => void;
};

function createDisjointSets(size: number): DisjointSets {
  const parents = Array.from({ length: size }, (_, index) => index);
  const parent = (member: number): number => parents[member] ?? member;
  const root = (member: number): number => {
    let current = member;
    while (parent(current) !== current) {
      parents[current] = parent(parent(current));
      current = parent(current);
    }
    return current;
  };
  return {
    root,
    unite: (a, b) => {
      const [first, second] = [root(a), root(b)];
      parents[Math.max(first, second)] = Math.min(first, second);
    },
  };
}
