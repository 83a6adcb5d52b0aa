import { Command, CommanderError } from 'commander';
import { registerBackup } from './commands/backup.command.js';
import { Cli } from './cli.js';
import { written, type CliIo } from './cli-io.js';
import { registerClients } from './commands/clients.command.js';
import { registerCollect } from './commands/collect.command.js';
import { registerDoctor } from './commands/doctor.command.js';
import { registerExport } from './commands/export.command.js';
import { registerCompletion } from './commands/completion.command.js';
import { describeExitCodes, EXIT_CODES, type ExitCode } from './exit-codes.js';
import type { Failure } from './output/failure.js';
import { registerMigrateDatabase } from './commands/migrate-database.command.js';
import { registerPush } from './commands/push.command.js';
import { registerOpenapi } from './commands/openapi.command.js';
import { registerReport } from './commands/report.command.js';
import { registerRestore } from './commands/restore.command.js';
import { registerStatus } from './commands/status.command.js';
import { registerSync } from './commands/sync.command.js';
import { registerTokens } from './commands/tokens.command.js';
import { registerTop } from './commands/top.command.js';
import { registerUpstream } from './commands/upstream.command.js';
import { registerUsers } from './commands/users.command.js';

/** In the order of the help. These files load commander only; an action imports what it uses. */
const REGISTRATIONS = [
  registerSync,
  registerCollect,
  registerStatus,
  registerTop,
  registerExport,
  registerPush,
  registerReport,
  registerClients,
  registerUsers,
  registerTokens,
  registerDoctor,
  registerBackup,
  registerRestore,
  registerMigrateDatabase,
  registerUpstream,
  registerOpenapi,
];

/**
 * Runs one command line, given without the program's name. Returns one of {@link EXIT_CODES}.
 * With `--json` it always writes exactly one JSON document to stdout.
 */
export async function run(args: readonly string[], io: CliIo): Promise<ExitCode> {
  const json = args.includes('--json');
  const program = new Command('npm run --silent cli --');
  const cli = new Cli(program, io, json);
  program
    .description('Keeps and reads a local replica of delivery statistics. Works beside a running server.')
    .version(await readVersion(args))
    .option('--json', 'one JSON document on stdout')
    .usage('COMMAND [options]')
    .addHelpText('after', describeExitCodes())
    .exitOverride()
    .showHelpAfterError('Add --help to see how it is used.')
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => json || io.stderr.write(text),
    });
  for (const register of REGISTRATIONS) register(cli);
  registerCompletion(cli, program);
  try {
    await program.parseAsync(args, { from: 'user' });
    return cli.exitCode;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return EXIT_CODES.done;
    const { failureOf } = await import('./output/failure.js');
    const failure = failureOf(error);
    const isReported = json && (await writeFailure(io, failure)) && failure.error.code !== 'internal_error';
    if (isReported) return failure.exitCode;
    // Commander has written its own error already.
    if (json || !(error instanceof CommanderError)) cli.say(`error: ${failure.text}`);
    return failure.exitCode;
  }
}

/** Returns the version, or nothing when it is not asked for: reading it loads the configuration's module. */
async function readVersion(args: readonly string[]): Promise<string> {
  if (!args.some((arg) => arg === '-V' || arg === '--version')) return '';
  return (await import('../platform/config/index.js')).VERSION;
}

/** Writes the JSON document of a failure. Returns false when stdout cannot be written. */
async function writeFailure({ stdout }: CliIo, { error }: Failure): Promise<boolean> {
  try {
    await written(stdout, `${JSON.stringify({ error })}\n`);
    return true;
  } catch {
    return false;
  }
}
