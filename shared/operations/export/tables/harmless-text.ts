/**
 * A cell that begins so, after blanks and quotes, is a formula or a command for a spreadsheet. Looked for from its sign back: from
 * each blank on, a text of blanks would take the square of its length.
 */
const begun = /(?<=(?:^|[;|\t\r\n\v\f\u0085\u2028\u2029])["'\s\0]*)[=+\-@\uff1d\uff0b\uff0d\uff20]/g;
/** Spreadsheets pass over these, and what comes then may be a formula. */
const firstBlank = /^[\t\r\n\v\f\0]/;

/**
 * A text for a cell of CSV in which nothing is a formula, whatever separator the file is read with: an apostrophe stands before
 * what would be one, also where the file is read without heed of quotes.
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
export function harmlessText(text: string): string {
  const safe = text.replace(begun, "'$&");
  return firstBlank.test(safe) ? `'${safe}` : safe;
}
