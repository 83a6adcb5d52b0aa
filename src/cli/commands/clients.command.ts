import type { Cli } from '../cli.js';

/** Registers `clients:import` and `clients:list`. */
export function registerClients(cli: Cli): void {
  cli
    .command('clients:import', 'add and change clients from a CSV file with a header, or a JSON array')
    .argument('<file>', 'the file; - reads stdin')
    .addHelpText(
      'after',
      `
Columns: name (needed), status (active, paused, churned), contactName, contactPhone, contactTelegram, notes, goals,
startDate (YYYY-MM-DD), upstreamName, manager (e-mail), owner (name), monthlyTarget
(rupiah). A client is found by its name. An absent column changes nothing, an empty cell
clears. No sync is started.`,
    )
    .action(
      cli.runs(async (file: string) => {
        const { importClients } = await import('../actions/import-clients.js');
        return importClients(cli, file);
      }),
    );

  cli.command('clients:list', 'list the clients by name, the archived ones last').action(
    cli.runs(async () => {
      const { listClients } = await import('../actions/list-clients.js');
      return listClients(cli);
    }),
  );
}
