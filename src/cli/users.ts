import { Option, type Command } from 'commander';
import { CLI } from '../auth/actor.js';
import { generatePassword } from '../auth/passwords.js';
import { ROLES, type Role } from '../auth/roles.js';
import { UsersService, type UserInfo } from '../auth/users.service.js';
import type { Cli, Outcome } from './cli.js';

interface PasswordOptions {
  readonly email: string;
  readonly password?: string;
  readonly passwordStdin?: true;
}

/** `user:create` and `user:password`. */
export function addUsers(cli: Cli): void {
  withPassword(cli.command('user:create', 'add somebody who may log in'))
    .addOption(new Option('--role <role>', 'what they may do').choices(ROLES).makeOptionMandatory())
    .action(
      cli.runs(async (options: PasswordOptions & { role: Role }) => {
        const { password, generated } = await passwordOf(cli, options);
        const { email, role } = options;
        return cli.withProduct(async (app) =>
          outcome(await app.get(UsersService).create({ email, role, password }, CLI), generated, 'may log in now'),
        );
      }),
    );

  withPassword(cli.command('user:password', 'give somebody a new password')).action(
    cli.runs(async (options: PasswordOptions) => {
      const { password, generated } = await passwordOf(cli, options);
      return cli.withProduct(async (app) =>
        outcome(await app.get(UsersService).setPassword(options.email, password, CLI), generated, 'has a new password'),
      );
    }),
  );
}

function withPassword(command: Command): Command {
  return command
    .requiredOption('--email <email>', 'the e-mail address to log in with')
    .addOption(new Option('--password <password>', 'seen by others on this machine').conflicts('passwordStdin'))
    .option('--password-stdin', 'take the first line of stdin')
    .addHelpText('after', '\nWithout a password one is generated and shown once.');
}

async function passwordOf(cli: Cli, { password, passwordStdin }: PasswordOptions) {
  if (password !== undefined) return { password, generated: null };
  if (passwordStdin) return { password: await firstLine(cli), generated: null };
  const generated = generatePassword();
  return { password: generated, generated };
}

async function firstLine(cli: Cli): Promise<string> {
  if (cli.io.stdin.isTTY) cli.say('Type the password and press Enter:');
  const pieces: Buffer[] = [];
  for await (const piece of cli.io.stdin) {
    pieces.push(Buffer.from(piece));
    if (piece.includes('\n')) break;
  }
  return Buffer.concat(pieces).toString('utf8').split(/\r?\n/, 1)[0] ?? '';
}

function outcome({ id, email, role }: UserInfo, password: string | null, done: string): Outcome {
  const text = `${email} (${role}) ${done}.`;
  return {
    document: { id, email, role, password },
    text: password === null ? text : `${text}\nPassword (shown only now): ${password}`,
  };
}
