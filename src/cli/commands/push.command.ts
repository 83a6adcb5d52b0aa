import type { Cli } from '../cli.js';

/** Registers `push`. */
export function registerPush(cli: Cli): void {
  cli
    .command('push', 'take numbers from a file, as a collector pushes them')
    .argument('<file>', 'a JSON file; - reads stdin')
    .addHelpText(
      'after',
      `
The file is the body of POST /api/v1/ingest: {"batchId", "collectedAt", "covers"?, "rows": [{"restaurant_name",
"stat_date", ...}]}. docs/reference/http.md describes it. The same file again changes nothing.`,
    )
    .action(
      cli.runs(async (file: string) => {
        const { pushFile } = await import('../actions/push-file.js');
        return pushFile(cli, file);
      }),
    );
}
