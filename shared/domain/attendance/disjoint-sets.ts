/** Which of the numbers from 0 belong together (union-find). A set's root is its smallest member, whatever the order. */
export type DisjointSets = {
  readonly root: (member: number) => number;
  readonly unite: (a: number, b: number) => void;
};

export function createDisjointSets(size: number): DisjointSets {
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
