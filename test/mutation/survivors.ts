type Position = { readonly line: number; readonly column: number };

/** What Stryker tells of a mutant: where it is, lines and columns from 1, and what stands there instead. */
export type Mutant = {
  readonly location: { readonly start: Position; readonly end: Position };
  readonly replacement: string;
};

const longestText = 160;

/**
 * A mutant as `survivors.md` has it, without its reason: the lines of its file before and after the change, each as one
 * line. It stays the same when other lines of the file change.
 */
export function entryOf({ location: { start, end }, replacement }: Mutant, text: string) {
  const lines = text.split('\n').slice(start.line - 1, end.line);
  const head = lines[0]?.slice(0, start.column - 1) ?? '';
  const tail = lines.at(-1)?.slice(end.column - 1) ?? '';
  return { line: start.line, entry: `- ${fenced(lines.join(' '))} → ${fenced(head + replacement + tail)}:` };
}

function fenced(code: string): string {
  const line = code.replace(/\s+/g, ' ').trim();
  const short = line.length > longestText ? `${line.slice(0, longestText)}…` : line;
  return short.includes('`') ? `\`\` ${short} \`\`` : `\`${short}\``;
}

/** The explained mutants: by file, the entries without their reasons. An entry without a reason explains nothing. */
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
