/** The object without these properties. */
export function omit<T extends object, K extends keyof T>(value: T, ...names: readonly K[]): Omit<T, K> {
  const kept: Partial<T> = { ...value };
  for (const name of names) delete kept[name];
  // Everything but the names is still there.
  return kept as Omit<T, K>;
}
