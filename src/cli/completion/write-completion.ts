import type { Command } from 'commander';
import { writeBash } from './bash.js';
import type { CompletedCommand } from './completed-command.js';
import { writeFish } from './fish.js';
import type { Shell } from './shells.js';
import { writeZsh } from './zsh.js';
import { wrongOption } from '../output/failure.js';

const WRITERS: Readonly<Record<Shell, (name: string, commands: readonly CompletedCommand[]) => string>> = {
  bash: writeBash,
  zsh: writeZsh,
  fish: writeFish,
};

/** Returns the script that completes a program called `name`. @throws UserError 400 for a name that a shell cannot complete. */
export function writeCompletion(shell: Shell, name: string, program: Command): string {
  if (!/^[\w.-]+$/.test(name))
    throw wrongOption('--name', 'must have letters, digits, dots, dashes and underscores only');
  return WRITERS[shell](name, program.commands.map(toCompletedCommand));
}

function toCompletedCommand(command: Command): CompletedCommand {
  return {
    name: command.name(),
    description: command.description(),
    options: command
      .createHelp()
      .visibleOptions(command)
      .flatMap(({ long, description, required, argChoices = [] }) =>
        long ? [{ flag: long, description, takesValue: required, values: argChoices }] : [],
      ),
    values: command.registeredArguments.flatMap(({ argChoices = [] }) => argChoices),
  };
}
