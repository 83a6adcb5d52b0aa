import type { Cli } from '../cli.js';

/** Registers `doctor`. */
export function registerDoctor(cli: Cli): void {
  cli.command('doctor', 'check the configuration, the replica, the server and the upstream').action(
    cli.runs(async () => {
      const { runHealthChecks } = await import('../actions/run-health-checks.js');
      return runHealthChecks(cli);
    }),
  );
}
