type Position = { readonly line: number; readonly column: number };

/** What Stryker tells of a mutant: where it is, lines and columns from 1, and what stands there instead. */
export type Mutant = {
  readonly location: { readonly start: Position; readonly end: Position };
  readonly replacement: string;
};

/** A change of the code that no cheap test noticed, as `survivors.md` writes it. */
export type Survivor = {
  /** Relative to the project's root. */
  readonly file: string;
  readonly line: number;
  /** The lines that were changed, as one line of text. */
  readonly before: string;
  readonly after: string;
};

const longestText = 160;

/** The mutant as a survivor, out of the text of its file. */
export function survivorOf({ location: { start, end }, replacement }: Mutant, file: string, text: string): Survivor {
  const lines = text.split('\n').slice(start.line - 1, end.line);
  const head = lines[0]?.slice(0, start.column - 1) ?? '';
  const tail = lines.at(-1)?.slice(end.column - 1) ?? '';
  return { file, line: start.line, before: inOneLine(lines.join(' ')), after: inOneLine(head + replacement + tail) };
}

function inOneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > longestText ? `${line.slice(0, longestText)}…` : line;
}

/** The survivor as an entry of `survivors.md` that lacks its reason. */
export const entryOf = ({ before, after }: Survivor): string => `- ${fenced(before)} → ${fenced(after)}:`;

const fenced = (code: string): string => (code.includes('`') ? `\`\` ${code} \`\`` : `\`${code}\``);

/** The explained survivors: by file, the entries without their reasons. An entry without a reason explains nothing. */
export function readExplained(markdown: string): ReadonlyMap<string, ReadonlySet<string>> {
  const explained = new Map<string, Set<string>>();
  let entries = new Set<string>();
  for (const line of markdown.split('\n')) {
    const file = /^## (\S+)$/.exec(line)?.[1];
    if (file !== undefined) {
      entries = explained.get(file) ?? new Set();
      explained.set(file, entries);
    }
    const entry = /^(- (`+).+?\2 → (`+).+?\3:) \S/.exec(line)?.[1];
    if (entry !== undefined) entries.add(entry);
  }
  return explained;
}
