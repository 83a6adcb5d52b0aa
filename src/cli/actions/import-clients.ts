import type { Cli, Outcome } from '../cli.js';
import { readInputFile } from '../input-file.js';
import { count, table } from '../output/text.js';
import { CLI } from '../../auth/index.js';
import { ClientsImportService, type ImportResult } from '../../clients/index.js';

/** Creates and updates clients from a CSV or JSON file; `-` reads stdin. @throws UserError `bad_file` */
export async function importClients(cli: Cli, file: string): Promise<Outcome> {
  const text = await readInputFile(cli, file, 'In Excel, save it as "CSV UTF-8".');
  return cli.withAppContext(async (app) => {
    const result = await app.get(ClientsImportService).import(text, CLI);
    return { document: result, text: importText(result), complete: result.rejected.length === 0 };
  });
}

function importText({ created, updated, unchanged, rejected }: ImportResult): string {
  const summary = `${count(created)} created, ${count(updated)} updated, ${count(unchanged)} unchanged, ${count(rejected.length)} rejected`;
  if (rejected.length > 0) {
    const rows = rejected.map(({ line, reason }) => [String(line), reason]);
    return `${summary}\n\n${table(['>line', 'reason'], rows)}`;
  }
  return created > 0 ? `${summary}\nCopy their statistics with: npm run --silent cli -- sync` : summary;
}
