import { serverRuns } from '../database/server-lock.js';
import type { Cli } from './cli.js';
import { withUpstreamSource } from './composition.js';
import { Checkup, type Check } from './checkup.js';
import { checkData } from './doctor-data.js';
import { checkFile } from './doctor-file.js';
import { checkUpstream } from './doctor-upstream.js';
import { counted, table } from './text.js';

/** `doctor`: looks at everything this product needs and says what is wrong. */
export function addDoctor(cli: Cli): void {
  cli.command('doctor', 'check the configuration, the replica, the server and the upstream').action(
    cli.runs(async () => {
      const checks = await examine(cli);
      const failed = checks.filter(({ status }) => status === 'fail').length;
      const ok = failed === 0;
      return { document: { ok, checks }, text: textOf(checks, failed), complete: ok };
    }),
  );
}

async function checkPostgres(checkup: Checkup, url: string) {
  const postgres = await import('./doctor-postgres.js');
  return postgres.checkPostgres(checkup, url);
}

async function examine(cli: Cli): Promise<readonly Check[]> {
  const checkup = new Checkup((name) => cli.progress.show(`Checking: ${name}…`));
  const config = await checkup.add('environment', () => {
    const { config } = cli;
    return { status: 'ok', message: 'every variable is good', found: config };
  });
  // Everything else is told where to look by the environment.
  if (!config) return checkup.checks;
  const { database } = config;
  const replica =
    database.kind === 'sqlite' ? await checkFile(checkup, database.file) : await checkPostgres(checkup, database.url);
  await checkup.add('server', async () => {
    const running = await serverRuns(config);
    return {
      status: 'ok',
      message: running ? 'a server runs on this replica' : 'no server runs on this replica',
      found: null,
    };
  });
  const client = replica && (await checkData(checkup, cli));
  const short = { ...config, upstream: { ...config.upstream, attempts: 1 } };
  await checkup.add('upstream', () =>
    withUpstreamSource({ ...cli.parts, config: short }, (source) =>
      checkUpstream(checkup, source, { config, remembered: replica?.upstream, client: client ?? null }),
    ),
  );
  return checkup.checks;
}

function textOf(checks: readonly Check[], failed: number): string {
  const rows = checks.flatMap(({ status, name, message }) =>
    message.split('\n').map((line, index) => (index === 0 ? [status, name, line] : ['', '', line])),
  );
  const warned = checks.filter(({ status }) => status === 'warn').length;
  const verdict =
    failed > 0
      ? `${counted(failed, 'check')} failed.`
      : warned > 0
        ? `Nothing failed; ${counted(warned, 'warning')}.`
        : 'All is well.';
  return `${table(['state', 'check', 'what was found'], rows)}\n\n${verdict}`;
}
