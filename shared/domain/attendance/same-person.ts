import { createDisjointSets, type DisjointSets } from './disjoint-sets.ts';
import { type IdentitySigns, type SignKind, signKinds } from './identity-signs.ts';

/**
 * Which sessions are one person's: for each, the index of that person's first session.
 *
 * Sessions that share a sign are united, also in a chain (one has the id and the e-mail address, the next the address
 * alone). Kinds of signs are taken one after the other, and a weaker one never unites what a stronger one tells apart:
 * two ids stay two people though both came by one registrant's link or one shared address. A value that two such people
 * bear identifies nobody. Sessions without any sign are a person each. The order of sessions changes nothing else.
 */
export function samePerson(signs: readonly IdentitySigns[]): number[] {
  const people = createDisjointSets(signs.length);
  for (const kind of signKinds) uniteBy(kind, signs, people);
  return signs.map((_, index) => people.root(index));
}

/** What the sessions of one person united so far bear. */
type Bearer = { readonly root: number; readonly kinds: Set<SignKind> };

function uniteBy(kind: SignKind, signs: readonly IdentitySigns[], people: DisjointSets): void {
  const bearers = bearersOf(kind, signs, people);
  const shared = bearersByValue(kind, signs, people, bearers).filter((group) => !areToldApart(group));
  // Each value alone may unite whom it likes, and yet a chain of them may end at two people that are told apart.
  const chained = createDisjointSets(signs.length);
  for (const group of shared) uniteAll(group, chained);
  const chains = new Map<number, Set<Bearer>>();
  for (const bearer of shared.flat()) {
    const root = chained.root(bearer.root);
    chains.set(root, (chains.get(root) ?? new Set()).add(bearer));
  }
  const broken = new Set([...chains].filter(([, chain]) => areToldApart([...chain])).map(([root]) => root));
  for (const group of shared) {
    const [first] = group;
    const isBroken = first !== undefined && broken.has(chained.root(first.root));
    // Nobody can say to which of the two people the others in the chain belong: they go with neither.
    uniteAll(isBroken ? group.filter(({ kinds }) => kinds.size === 0) : group, people);
  }
}

/** Everyone as united so far, with the kinds stronger than this one that they bear. */
function bearersOf(kind: SignKind, signs: readonly IdentitySigns[], people: DisjointSets): Map<number, Bearer> {
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

function bearersByValue(
  kind: SignKind,
  signs: readonly IdentitySigns[],
  people: DisjointSets,
  bearers: ReadonlyMap<number, Bearer>,
): Bearer[][] {
  const groups = new Map<string, Set<Bearer>>();
  for (const [index, own] of signs.entries()) {
    const bearer = bearers.get(people.root(index));
    if (bearer) for (const value of own[kind]) groups.set(value, (groups.get(value) ?? new Set()).add(bearer));
  }
  return [...groups.values()].map((group) => [...group]);
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

function uniteAll(group: readonly Bearer[], sets: DisjointSets): void {
  const [first, ...others] = group;
  if (first) for (const other of others) sets.unite(first.root, other.root);
}
