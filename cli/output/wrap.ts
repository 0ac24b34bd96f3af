import { columnsOf } from './printable.ts';

/** What a terminal has where it does not say. */
export const usualColumns = 80;

/** A text in lines of at most `columns`, each behind `indent`, broken between words; a longer word has a line of its own. */
export function wrapped(text: string, columns: number, indent = ''): string {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const word of text.split(' ')) {
    const wide = columnsOf(word);
    if (line !== '' && indent.length + used + 1 + wide > columns) {
      lines.push(line);
      line = '';
    }
    used = line === '' ? wide : used + 1 + wide;
    line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].map((one) => `${indent}${one}\n`).join('');
}

/** The same of each line of a text that is too long, with its indent, unless it is a line of a table, which has gaps. */
export const wrappedSentences = (text: string, columns: number): string =>
  text
    .split('\n')
    .map((line) => {
      if (columnsOf(line) <= columns || /\S {2}/.test(line)) return line;
      const [indent = ''] = /^ */.exec(line) ?? [];
      return wrapped(line.trimStart(), columns, indent).trimEnd();
    })
    .join('\n');
