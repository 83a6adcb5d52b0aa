import type { CompletedCommand } from './completed-command.js';

/** Returns the script for fish. */
export function writeFish(name: string, commands: readonly CompletedCommand[]): string {
  const lines = commands.flatMap((command) => {
    const here = `complete -c ${name} -n '__fish_seen_subcommand_from ${command.name}'`;
    return [
      `complete -c ${name} -f -n __fish_use_subcommand -a '${command.name}' -d ${quoted(command.description)}`,
      ...(command.values.length > 0 ? [`${here} -f -a '${command.values.join(' ')}'`] : []),
      ...command.options.map(({ flag, description, takesValue, values }) => {
        const value = values.length > 0 ? ` -x -a '${values.join(' ')}'` : takesValue ? ' -r' : '';
        return `${here} -l ${flag.slice(2)}${value} -d ${quoted(description)}`;
      }),
    ];
  });
  return `# Completes ${name} in fish: ${name} completion fish | source\n${lines.join('\n')}\n`;
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
