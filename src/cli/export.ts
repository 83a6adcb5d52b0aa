import { createWriteStream, statSync } from 'node:fs';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { Option } from 'commander';
import { makeNewFile, refuseToOverwrite } from '../backup/new-file.js';
import { parsed } from '../http/validation.js';
import type { Day } from '../stats/day.js';
import { ExportService } from '../stats/export.service.js';
import { ExportQuery } from '../stats/stats.schemas.js';
import { dayArgument } from './arguments.js';
import type { Cli, Outcome } from './cli.js';
import { interruptible } from './interrupt.js';
import { bytes } from './text.js';

interface ExportOptions {
  readonly from: Day;
  readonly to: Day;
  readonly view: 'days' | 'list';
  readonly out?: string;
}

type Pieces = AsyncIterable<string> | Iterable<string>;

/** `export`: the replica as CSV. */
export function addExport(cli: Cli): void {
  cli
    .command('export', 'write the statistics of a period as CSV, to stdout or a file')
    .requiredOption('--from <day>', 'first day', dayArgument)
    .requiredOption('--to <day>', 'last day', dayArgument)
    .addOption(
      new Option('--view <view>', 'every day of every client, or one line a client')
        .choices(['days', 'list'])
        .default('days'),
    )
    .option('--out <file>', 'a new file; it appears once it is whole')
    .addHelpText('after', '\nWith --json and without --out the CSV is the field "csv" of the document.')
    .action(
      cli.runs(({ from, to, view, out }: ExportOptions) => {
        const query = parsed(ExportQuery, { from, to, view });
        if (out) refuseToOverwrite(out);
        return cli.withProduct(async (app) => {
          const { filename, pieces } = await app.get(ExportService).open(query);
          if (out) return toFile(out, pieces);
          if (cli.json)
            return {
              document: { filename, csv: (await text(Readable.from(pieces))).replace(/^\uFEFF/, '') },
              text: '',
            };
          await pipeline(Readable.from(pieces), cli.io.stdout, { end: false });
          return { document: null, text: '' };
        });
      }),
    );
}

function toFile(file: string, pieces: Pieces): Promise<Outcome> {
  return interruptible(async (signal) => {
    await makeNewFile(file, (partial) => pipeline(Readable.from(pieces), createWriteStream(partial), { signal }));
    const { size } = statSync(file);
    return { document: { file, bytes: size }, text: `${file}: ${bytes(size)}` };
  });
}
