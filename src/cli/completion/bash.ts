import { functionName, type CompletedCommand } from './completed-command.js';

/** Returns the script for bash 3.2 and later. Where nothing fits, bash completes files. */
export function writeBash(name: string, commands: readonly CompletedCommand[]): string {
  const self = functionName(name);
  const options = commands.map(
    (command) =>
      `    ${command.name}) list='${[...command.values, ...command.options.map(({ flag }) => flag)].join(' ')}' ;;`,
  );
  const values = commands.flatMap((command) =>
    command.options
      .filter(({ takesValue }) => takesValue)
      .map((option) => `    '${command.name} ${option.flag}') list='${option.values.join(' ')}' ;;`),
  );
  return `# Completes ${name} in bash: source <(${name} completion bash)
${self}() {
  local line="\${COMP_LINE:0:COMP_POINT}" words list=''
  # Not COMP_WORDS, which bash splits at colons.
  read -ra words <<< "$line"
  if [[ $line == *' ' ]]; then words+=(''); fi
  local count=\${#words[@]} command="\${words[1]}"
  local current="\${words[count - 1]}" previous="\${words[count - 2]}"
  if (( count <= 2 )); then list='${commands.map((command) => command.name).join(' ')} --help --version'
  else case "$command" in
${options.join('\n')}
  esac
  fi
  case "$command $previous" in
${values.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$list" -- "$current"))
  # Bash replaces what follows the last colon only.
  if [[ $current == *:* && $COMP_WORDBREAKS == *:* ]]; then
    local before="\${current%"\${current##*:}"}"
    COMPREPLY=("\${COMPREPLY[@]#"$before"}")
  fi
}
complete -o default -F ${self} ${name}
`;
}
