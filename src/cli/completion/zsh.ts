import { functionName, type CompletedCommand } from './completed-command.js';

/** Returns the script for zsh. It can be sourced, or stand as a file in a folder of fpath. */
export function writeZsh(name: string, commands: readonly CompletedCommand[]): string {
  const self = functionName(name);
  const described = (text: string, description: string) =>
    `'${text.replaceAll(':', '\\:')}:${description.replaceAll("'", "'\\''")}'`;
  const options = commands.map(({ name: command, options: all }) => {
    const flags = all.map(({ flag, description }) => described(flag, description));
    return `    ${command}) options=(${flags.join(' ')}) ;;`;
  });
  const values = commands.flatMap((command) => [
    ...command.options
      .filter((option) => option.values.length > 0)
      .map((option) => `    '${command.name} ${option.flag}') compadd ${option.values.join(' ')}; return ;;`),
    ...(command.values.length > 0
      ? [`    '${command.name} ${command.name}') compadd ${command.values.join(' ')}; return ;;`]
      : []),
  ]);
  return `#compdef ${name}
# Completes ${name} in zsh: source <(${name} completion zsh)
${self}() {
  local -a commands options
  commands=(${commands.map((command) => described(command.name, command.description)).join(' ')})
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  case "$words[2]" in
${options.join('\n')}
  esac
  case "$words[2] $words[CURRENT-1]" in
${values.join('\n')}
  esac
  if [[ $words[CURRENT] == -* ]]; then _describe option options; else _files; fi
}
compdef ${self} ${name}
`;
}
