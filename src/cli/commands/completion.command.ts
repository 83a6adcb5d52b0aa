import { Argument, type Command } from 'commander';
import type { Cli } from '../cli.js';
import { SHELLS, type Shell } from '../completion/shells.js';

/** Registers `completion`. @param program the commands to complete. */
export function registerCompletion(cli: Cli, program: Command): void {
  cli
    .command('completion', 'print a script that completes commands and options in a shell')
    .addArgument(new Argument('<shell>', 'the shell that reads the script').choices(SHELLS))
    .option('--name <name>', 'how the program is called, an alias or a script', 'cli')
    .addHelpText('after', `\nA shell completes a name without spaces: alias cli='npm run --silent cli --'`)
    .action(
      cli.runs(async (shell: Shell, { name }: { name: string }) => {
        const { writeCompletion } = await import('../completion/write-completion.js');
        const text = writeCompletion(shell, name, program);
        return { document: { shell, script: text }, text: text.trimEnd() };
      }),
    );
}
