import type { Cli, Outcome } from '../cli.js';
import { withUpstreamSource } from '../app-context.js';
import { HealthChecks, type Check } from '../doctor/health-checks.js';
import { checkData } from '../doctor/check-data.js';
import { checkFile } from '../doctor/check-file.js';
import { checkTelegram } from '../doctor/check-telegram.js';
import { checkUpstream } from '../doctor/check-upstream.js';
import { counted, table } from '../output/text.js';
import { serverRuns } from '../../platform/database/index.js';

/** Checks everything the product needs. The outcome is incomplete when a check failed. */
export async function runHealthChecks(cli: Cli): Promise<Outcome> {
  const checks = await checkAll(cli);
  const failed = checks.filter(({ status }) => status === 'fail').length;
  const ok = failed === 0;
  return { document: { ok, checks }, text: textOf(checks, failed), complete: ok };
}

async function checkPostgres(healthChecks: HealthChecks, url: string) {
  const postgres = await import('../doctor/check-postgres.js');
  return postgres.checkPostgres(healthChecks, url);
}

async function checkAll(cli: Cli): Promise<readonly Check[]> {
  const healthChecks = new HealthChecks((name) => cli.progress.show(`Checking: ${name}…`));
  const config = await healthChecks.add('environment', () => {
    const { config } = cli;
    if (config.trustProxy !== true) return { status: 'ok', message: 'every variable is good', found: config };
    const message = 'TRUST_PROXY=true believes the address that any client names; give the number of proxies';
    return { status: 'warn', message, found: config };
  });
  // All other checks need the environment.
  if (!config) return healthChecks.checks;
  const { database } = config;
  const replica =
    database.kind === 'sqlite'
      ? await checkFile(healthChecks, database.file)
      : await checkPostgres(healthChecks, database.url);
  await healthChecks.add('server', async () => {
    const running = await serverRuns(config);
    return {
      status: 'ok',
      message: running ? 'a server runs on this replica' : 'no server runs on this replica',
      found: null,
    };
  });
  const client = replica && (await checkData(healthChecks, cli));
  const short = { ...config, upstream: { ...config.upstream, attempts: 1 } };
  await healthChecks.add('upstream', () =>
    withUpstreamSource({ ...cli.parts, config: short }, (source) =>
      checkUpstream(healthChecks, source, { config, remembered: replica?.upstream, client: client ?? null }),
    ),
  );
  if (config.telegram) await healthChecks.add('telegram', () => checkTelegram(config));
  return healthChecks.checks;
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
