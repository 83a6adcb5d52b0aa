import type { Cli, Outcome } from '../cli.js';
import { UserError } from '../../domain/index.js';
import {
  CLI,
  generatePassword,
  type Role,
  SecondFactorService,
  UsersService,
  type UserInfo,
} from '../../auth/index.js';

/** The options of `user:password`. Without a password one is generated. */
export interface PasswordOptions {
  readonly email: string;
  readonly password?: string;
  readonly passwordStdin?: true;
}

/** The options of `user:create`. */
export interface NewUserOptions extends PasswordOptions {
  readonly role: Role;
}

/** Creates a user. The outcome holds the password only when it was generated. */
export async function createUser(cli: Cli, options: NewUserOptions): Promise<Outcome> {
  const { password, generated } = await choosePassword(cli, options);
  const { email, role } = options;
  return cli.withAppContext(async (app) =>
    toOutcome(await app.get(UsersService).create({ email, role, password }, CLI), generated, 'may log in now'),
  );
}

/** Sets a user's password. The outcome holds it only when it was generated. */
export async function setUserPassword(cli: Cli, options: PasswordOptions): Promise<Outcome> {
  const { password, generated } = await choosePassword(cli, options);
  return cli.withAppContext(async (app) =>
    toOutcome(await app.get(UsersService).setPassword(options.email, password, CLI), generated, 'has a new password'),
  );
}

/** Turns off a user's second factor and ends their sessions. */
export async function turnOffSecondFactor(cli: Cli, email: string): Promise<Outcome> {
  return cli.withAppContext(async (app) => {
    const user = await app.get(UsersService).findByEmail(email);
    if (!user) throw new UserError('not_found', `No user has the e-mail ${email}`, 404);
    await app.get(SecondFactorService).disable(user.id, CLI);
    return toOutcome(user, null, 'logs in with the password only');
  });
}

async function choosePassword(cli: Cli, { password, passwordStdin }: PasswordOptions) {
  if (password !== undefined) return { password, generated: null };
  if (passwordStdin) return { password: await readFirstLine(cli), generated: null };
  const generated = generatePassword();
  return { password: generated, generated };
}

async function readFirstLine(cli: Cli): Promise<string> {
  if (cli.io.stdin.isTTY) cli.say('Type the password and press Enter:');
  const pieces: Buffer[] = [];
  for await (const piece of cli.io.stdin) {
    pieces.push(Buffer.from(piece));
    if (piece.includes('\n')) break;
  }
  return Buffer.concat(pieces).toString('utf8').split(/\r?\n/, 1)[0] ?? '';
}

function toOutcome({ id, email, role }: UserInfo, password: string | null, done: string): Outcome {
  const text = `${email} (${role}) ${done}.`;
  return {
    document: { id, email, role, password },
    text: password === null ? text : `${text}\nPassword (shown only now): ${password}`,
  };
}
