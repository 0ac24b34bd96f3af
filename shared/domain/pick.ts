/** A copy of an object with the fields of these names alone; one that is absent stays so. */
export function pick<T extends object, K extends keyof T>(value: T, ...names: readonly K[]): Pick<T, K> {
  const kept = names.filter((name) => name in value).map((name) => [name, value[name]] as const);
  return Object.fromEntries(kept) as Pick<T, K>;
}
