/** Whether a text fits a pattern of IAM's: `*` stands for any run of characters, also across `:` and `/`, `?` for one. */
export function fitsPattern(pattern: string, text: string): boolean {
  const escaped = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${escaped}$`, 's').test(text);
}

/** As {@link fitsPattern}; names of actions are in any case. */
export const fitsAction = (pattern: string, action: string): boolean =>
  fitsPattern(pattern.toLowerCase(), action.toLowerCase());
