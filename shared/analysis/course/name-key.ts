/** A name as it is compared: in small letters, in one form of its letters, `Lovelace, Ada` as `ada lovelace`. Blank for none. */
export function nameKey(name: string): string {
  const [family = '', ...given] = name.normalize('NFKC').toLowerCase().split(',');
  return [...given, family].join(' ').replace(/\s+/g, ' ').trim();
}

/** What names have in common that may be one person's: no accents, nothing in brackets, the words in any order. */
export const looseNameKey = (name: string): string =>
  nameKey(withoutBrackets(name))
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .toSorted()
    .join(' ');

/** Up to the last bracket that closes: each that opens before it finds its end, and none reads to the end of the text in vain. */
function withoutBrackets(name: string): string {
  const end = Math.max(...[')', ']', '}'].map((bracket) => name.lastIndexOf(bracket))) + 1;
  return name.slice(0, end).replace(/[([{].*?[)\]}]/gs, ' ') + name.slice(end);
}
