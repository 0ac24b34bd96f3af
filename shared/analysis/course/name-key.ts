/** A name as it is compared: in small letters, in one form of its letters, `Lovelace, Ada` as `ada lovelace`. Blank for none. */
export function nameKey(name: string): string {
  const [family = '', ...given] = name.normalize('NFKC').toLowerCase().split(',');
  return [...given, family].join(' ').replace(/\s+/g, ' ').trim();
}

/** What names have in common that may be one person's: no accents, nothing in brackets, the words in any order. */
export const looseNameKey = (name: string): string =>
  nameKey(name.replace(/[([{].*?[)\]}]/g, ' '))
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .toSorted()
    .join(' ');
