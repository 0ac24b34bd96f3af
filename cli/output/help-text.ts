import { wrapped } from './wrap.ts';

/**
 * A text of `--help` for a terminal of so many columns: paragraphs are broken anew where they are too wide, and commands
 * behind `$` end in a backslash where they go on.
 */
export function fitHelp(text: string, columns: number): string {
  const lines = text.split('\n');
  if (lines.every(({ length }) => length <= columns)) return text;
  return blocksOf(lines)
    .flatMap((block) => (block.some(({ length }) => length > columns) ? fitBlock(block, columns) : block))
    .join('\n');
}

/** Lines that stand at the margin one below another are a paragraph; any other line is for itself. */
function blocksOf(lines: readonly string[]): string[][] {
  const blocks: string[][] = [];
  let goesOn = false;
  for (const line of lines) {
    const isText = /^[^\s-]/.test(line);
    if (goesOn && isText) blocks.at(-1)?.push(line);
    else blocks.push([line]);
    goesOn = isText && !line.endsWith(':');
  }
  return blocks;
}

function fitBlock(block: readonly string[], columns: number): string[] {
  const [first = ''] = block;
  const indent = /^\s*(?:- )?/.exec(first)?.[0].length ?? 0;
  const isCommand = /^\s*\$ /.test(first);
  const room = columns - (isCommand ? 2 : 0);
  const hanging = ' '.repeat(isCommand ? indent + 4 : indent);
  const text = block.join(' ').slice(indent);
  // The first line has its own indent, the others hang below it.
  const [head = '', ...rest] = wrapped(text, room, hanging).trimEnd().split('\n');
  const fitted = [`${first.slice(0, indent)}${head.slice(hanging.length)}`, ...rest];
  return isCommand ? fitted.map((line, at) => (at < fitted.length - 1 ? `${line} \\` : line)) : fitted;
}
