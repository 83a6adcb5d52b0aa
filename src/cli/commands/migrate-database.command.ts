import { InvalidArgumentError } from 'commander';
import type { Cli } from '../cli.js';
import type { parseDatabaseUrl } from '../../platform/config/index.js';

/** Registers `migrate-database`. */
export function registerMigrateDatabase(cli: Cli): void {
  let parseUrl: typeof parseDatabaseUrl;
  const postgresUrl = (text: string): string => {
    const address = parseUrl(text);
    if ('url' in address) return address.url;
    const rule = 'problem' in address ? address.problem : 'must be postgres://USER:PASSWORD@HOST:PORT/DATABASE';
    throw new InvalidArgumentError(`It ${rule}.`);
  };
  const command = cli
    .command(
      'migrate-database',
      'copy the whole replica from SQLite to an empty PostgreSQL database, and compare every row',
    )
    .requiredOption('--to <url>', 'postgres://USER:PASSWORD@HOST/DATABASE', postgresUrl)
    .addHelpText('after', '\nThe server must be stopped. The SQLite file stays as it is.')
    .action(
      cli.runs(async ({ to }: { to: string }) => {
        const { migrateDatabase } = await import('../actions/migrate-database.js');
        return migrateDatabase(cli, to);
      }),
    );
  cli.beforeParsing(command, async () => {
    parseUrl = (await import('../../platform/config/index.js')).parseDatabaseUrl;
  });
}
