import { createWriteStream, statSync } from 'node:fs';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import type { Cli, Outcome } from '../cli.js';
import { interruptible } from '../interrupt.js';
import { bytes } from '../output/text.js';
import { createNewFile, assertFileAbsent } from '../../operations/backup/index.js';
import { parseInput } from '../../platform/http/index.js';
import type { Day } from '../../domain/index.js';
import { ReportsService, ExportQuery } from '../../stats/index.js';

/** The options of `export`. */
export interface ExportOptions {
  readonly from: Day;
  readonly to: Day;
  readonly view: 'days' | 'list';
  readonly out?: string;
}

type Pieces = AsyncIterable<string> | Iterable<string>;

/** Writes the statistics of a period as CSV to stdout or to a new file; with `--json` into the document. */
export async function exportStats(cli: Cli, { from, to, view, out }: ExportOptions): Promise<Outcome> {
  const query = parseInput(ExportQuery, { from, to, view });
  if (out) assertFileAbsent(out);
  return cli.withAppContext(async (app) => {
    const { filename, pieces } = await app.get(ReportsService).createExport(query);
    if (out) return toFile(out, pieces);
    if (cli.json)
      return {
        document: { filename, csv: (await text(Readable.from(pieces))).replace(/^\uFEFF/, '') },
        text: '',
      };
    await pipeline(Readable.from(pieces), cli.io.stdout, { end: false });
    return { document: null, text: '' };
  });
}

function toFile(file: string, pieces: Pieces): Promise<Outcome> {
  return interruptible(async (signal) => {
    await createNewFile(file, (partial) => pipeline(Readable.from(pieces), createWriteStream(partial), { signal }));
    const { size } = statSync(file);
    return { document: { file, bytes: size }, text: `${file}: ${bytes(size)}` };
  });
}
