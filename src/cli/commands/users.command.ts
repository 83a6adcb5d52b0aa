import { Option, type Command } from 'commander';
import type { NewUserOptions, PasswordOptions } from '../actions/users.js';
import { ROLE_NAMES } from '../arguments.js';
import type { Cli } from '../cli.js';

/** Registers `user:create`, `user:password` and `user:second-factor-off`. */
export function registerUsers(cli: Cli): void {
  addPasswordOptions(cli.command('user:create', 'add somebody who may log in'))
    .addOption(new Option('--role <role>', 'what they may do').choices(ROLE_NAMES).makeOptionMandatory())
    .action(
      cli.runs(async (options: NewUserOptions) => {
        const { createUser } = await import('../actions/users.js');
        return createUser(cli, options);
      }),
    );

  addPasswordOptions(cli.command('user:password', 'give somebody a new password')).action(
    cli.runs(async (options: PasswordOptions) => {
      const { setUserPassword } = await import('../actions/users.js');
      return setUserPassword(cli, options);
    }),
  );

  cli
    .command(
      'user:second-factor-off',
      'turn off the second factor of somebody who lost the phone, and end their sessions',
    )
    .requiredOption('--email <email>', 'the e-mail address to log in with')
    .action(
      cli.runs(async (options: { readonly email: string }) => {
        const { turnOffSecondFactor } = await import('../actions/users.js');
        return turnOffSecondFactor(cli, options.email);
      }),
    );
}

function addPasswordOptions(command: Command): Command {
  return command
    .requiredOption('--email <email>', 'the e-mail address to log in with')
    .addOption(new Option('--password <password>', 'seen by others on this machine').conflicts('passwordStdin'))
    .option('--password-stdin', 'take the first line of stdin')
    .addHelpText('after', '\nWithout a password one is generated and shown once.');
}
