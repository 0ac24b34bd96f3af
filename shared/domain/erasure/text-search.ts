/** Looks for texts, in any letter case and in either spelling of letters with marks. */
export type TextSearch = {
  readonly isIn: (value: string) => boolean;
  /** The value without them. */
  readonly blank: (value: string) => string;
};

/** Characters. A shorter text stands everywhere. */
export const shortestText = 3;

/** Also as JSON writes them, since some values are JSON text. Texts that are too short are not looked for. */
export function createTextSearch(texts: readonly string[]): TextSearch {
  const spellings = texts
    .filter((text) => text.trim().length >= shortestText)
    .flatMap((text) => [text.normalize('NFC'), text.normalize('NFD')])
    .flatMap((text) => [text, JSON.stringify(text).slice(1, -1)]);
  if (spellings.length === 0) return { isIn: () => false, blank: (value) => value };
  // The longest first, so that an address goes whole where a part of it is looked for too.
  const ordered = [...new Set(spellings)].sort((a, b) => b.length - a.length);
  const pattern = new RegExp(ordered.map((text) => RegExp.escape(text)).join('|'), 'giu');
  return {
    isIn: (value) => value.search(pattern) >= 0,
    blank: (value) => value.replace(pattern, ''),
  };
}
