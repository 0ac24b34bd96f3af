/** An option. Without choices its value may be anything, such as a file. */
export type CompletedFlag = {
  readonly flag: string;
  readonly about: string;
  readonly takesValue: boolean;
  readonly choices: readonly string[];
};

export type CompletedCommand = {
  readonly name: string;
  readonly about: string;
  readonly flags: readonly CompletedFlag[];
  /** What can stand behind its name. */
  readonly words: readonly string[];
};

export type CompletedProgram = {
  readonly commands: readonly CompletedCommand[];
  /** Flags of every command, which may stand before its name. */
  readonly shared: readonly CompletedFlag[];
};

export type Shell = 'bash' | 'zsh' | 'fish';

/** A script that a shell reads, which completes `zoom-capture`: all of it is made here, none is asked for while typing. */
export const completionScripts: Readonly<Record<Shell, (program: CompletedProgram) => string>> = { bash, zsh, fish };

const flagsOf = (flags: readonly CompletedFlag[]): string[] => flags.map(({ flag }) => flag);
const namesOf = ({ commands }: CompletedProgram): string[] => commands.map(({ name }) => name);

/** Finds the command's name among what stands before the cursor: by the same words in both shells. */
const findCommand = (program: CompletedProgram, words: string): string => `  local command= word
  for word in ${words}; do
    case $word in
      ${namesOf(program).join('|')}) command=$word; break ;;
    esac
  done`;

/** Cases of `command flag` whose value is one of some words, and of those whose value may be anything. */
function valueCases({ commands, shared }: CompletedProgram, offer: (words: readonly string[]) => string): string[] {
  const all = [{ name: '', flags: shared }, ...commands];
  return all.flatMap(({ name, flags }) => {
    const valued = flags.filter(({ takesValue }) => takesValue);
    const chosen = valued.filter(({ choices }) => choices.length > 0);
    const free = valued.filter(({ choices }) => choices.length === 0).map(({ flag }) => `"${name} ${flag}"`);
    return [
      ...chosen.map(({ flag, choices }) => `    "${name} ${flag}") ${offer(choices)}; return ;;`),
      ...(free.length > 0 ? [`    ${free.join('|')}) ${offer([])}; return ;;`] : []),
    ];
  });
}

function bash(program: CompletedProgram): string {
  const offer = (words: readonly string[]) =>
    words.length === 0 ? 'COMPREPLY=()' : `COMPREPLY=($(compgen -W "${words.join(' ')}" -- "$current"))`;
  const ofCommands = program.commands.map(
    ({ name, flags, words }) => `    ${name}) ${offer([...words, ...flagsOf(flags)])} ;;`,
  );
  return `_zoom_capture() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]}
${findCommand(program, `"\${COMP_WORDS[@]:1:COMP_CWORD-1}"`)}
  case "$command $previous" in
${valueCases(program, offer).join('\n')}
  esac
  case $command in
${ofCommands.join('\n')}
    *) ${offer([...namesOf(program), 'help', ...flagsOf(program.shared), '--help'])} ;;
  esac
}
complete -o default -F _zoom_capture zoom-capture
`;
}

const zshWord = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
const described = (name: string, about: string): string => zshWord(`${name.replaceAll(':', '\\:')}:${about}`);

function zsh(program: CompletedProgram): string {
  const offer = (words: readonly string[]) =>
    words.length === 0 ? '_files' : `compadd -- ${words.map(zshWord).join(' ')}`;
  const describe = (flags: readonly CompletedFlag[]) =>
    flags.map(({ flag, about }) => described(flag, about)).join(' ');
  const ofCommands = program.commands.map(
    ({ name, flags, words }) =>
      `    ${name}) ${words.length > 0 ? `${offer(words)}; ` : ''}found=(${describe(flags)}); _describe option found; _files ;;`,
  );
  const names = program.commands.map(({ name, about }) => described(name, about)).join(' ');
  return `#compdef zoom-capture
_zoom_capture() {
  local -a found
${findCommand(program, `\${words[2,CURRENT-1]}`)}
  case "$command \${words[CURRENT-1]}" in
${valueCases(program, offer).join('\n')}
  esac
  case $command in
${ofCommands.join('\n')}
    *) found=(${names}); _describe command found; found=(${describe(program.shared)}); _describe option found ;;
  esac
}
if [ "$funcstack[1]" = _zoom_capture ]; then _zoom_capture "$@"; else compdef _zoom_capture zoom-capture; fi
`;
}

const fishText = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

function fish({ commands, shared }: CompletedProgram): string {
  const base = 'complete -c zoom-capture';
  const flagLine = (condition: string, { flag, about, takesValue, choices }: CompletedFlag) => {
    const value = choices.length > 0 ? ` -x -a ${fishText(choices.join(' '))}` : ' -r';
    return `${base} ${condition}-l ${flag.slice(2)}${takesValue ? value : ''} -d ${fishText(about)}`;
  };
  const own = commands.flatMap(({ name, about, flags, words }) => {
    const seen = `-n '__fish_seen_subcommand_from ${name}' `;
    return [
      `${base} -f -n __fish_use_subcommand -a ${name} -d ${fishText(about)}`,
      ...(words.length > 0 ? [`${base} -f ${seen}-a ${fishText(words.join(' '))}`] : []),
      ...flags.filter((flag) => !shared.includes(flag)).map((flag) => flagLine(seen, flag)),
    ];
  });
  return `${[...shared.map((flag) => flagLine('', flag)), ...own].join('\n')}\n`;
}
