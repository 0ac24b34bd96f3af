/** The value without these of its fields. */
export function omit<T extends object, K extends keyof T>(value: T, ...names: readonly K[]): Omit<T, K> {
  const kept: Omit<T, K> & { [Name in K]?: T[Name] } = { ...value };
  for (const name of names) delete kept[name];
  return kept;
}
