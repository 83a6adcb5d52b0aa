import { Command, CommanderError } from 'commander';
import { VERSION } from '../version.js';
import { addBackup } from './backup.js';
import { Cli } from './cli.js';
import { written, type CliIo } from './cli-io.js';
import { addClients } from './clients.js';
import { addCollect } from './collect.js';
import { addDoctor } from './doctor.js';
import { addExport } from './export.js';
import { failureOf, type Failure } from './failure.js';
import { addMigrateDatabase } from './migrate-database.js';
import { addRestore } from './restore.js';
import { addStatus } from './status.js';
import { addSync } from './sync.js';
import { addTokens } from './tokens.js';
import { addTop } from './top.js';
import { addUpstream } from './upstream.js';
import { addUsers } from './users.js';

/** In the order of the help. */
const COMMANDS = [
  addSync,
  addCollect,
  addStatus,
  addTop,
  addExport,
  addClients,
  addUsers,
  addTokens,
  addDoctor,
  addBackup,
  addRestore,
  addMigrateDatabase,
  addUpstream,
];

/**
 * Runs one command line, without the program's name, and answers the exit code: 0 done, 1 failed or partial, 2 wrong usage.
 * With `--json` exactly one JSON document is written to stdout, whatever happens.
 */
export async function run(args: readonly string[], io: CliIo): Promise<number> {
  const json = args.includes('--json');
  const program = new Command('npm run --silent cli --');
  const cli = new Cli(program, io, json);
  program
    .description('Keeps and reads a local replica of delivery statistics. Works beside a running server.')
    .version(VERSION)
    .option('--json', 'one JSON document on stdout')
    .usage('COMMAND [options]')
    .exitOverride()
    .showHelpAfterError('Add --help to see how it is used.')
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => json || io.stderr.write(text),
    });
  for (const add of COMMANDS) add(cli);
  try {
    await program.parseAsync(args, { from: 'user' });
    return cli.exitCode;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    const failure = failureOf(error);
    const told = json && (await answered(io, failure)) && failure.error.code !== 'internal_error';
    if (told) return failure.exitCode;
    // Commander has written its own already.
    if (json || !(error instanceof CommanderError)) cli.say(`error: ${failure.text}`);
    return failure.exitCode;
  }
}

/** Answers false when stdout itself is what fails. */
async function answered({ stdout }: CliIo, { error }: Failure): Promise<boolean> {
  try {
    await written(stdout, `${JSON.stringify({ error })}\n`);
    return true;
  } catch {
    return false;
  }
}
