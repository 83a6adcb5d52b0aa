import type { Cli, Outcome } from '../cli.js';
import { readInputFile } from '../input-file.js';
import { table } from '../output/text.js';
import { CLI } from '../../auth/index.js';
import { UserError } from '../../domain/index.js';
import { parsePush, PushService, type ReceiptDto } from '../../ingest/index.js';
import { ReplicaOrigin } from '../../platform/database/index.js';
import { upstreamIdentity } from '../../upstream/index.js';

/** Pushes a file as a collector does. @throws UserError `bad_file` for a file that is no JSON. */
export async function pushFile(cli: Cli, file: string): Promise<Outcome> {
  const body = parseJson(await readInputFile(cli, file, 'Save it as UTF-8.'), file);
  return cli.withAppContext(async (app) => {
    await app.get(ReplicaOrigin).bind(upstreamIdentity(cli.config.upstream));
    const receipt = await app.get(PushService).push(parsePush(body), { id: CLI.name, actor: CLI.name });
    return { document: receipt, text: receiptText(receipt), complete: receipt.status === 200 };
  });
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new UserError('bad_file', `${file === '-' ? 'The input' : file} is no JSON.`);
  }
}

function receiptText({ batchId, replayed, restaurants, unnamedRows }: ReceiptDto): string {
  const rows = restaurants.map(({ restaurantName, status, counts, rejectedRows, message }) => [
    restaurantName,
    status,
    counts ? String(counts.inserted) : '',
    counts ? String(counts.updated) : '',
    String(rejectedRows.length),
    message ?? '',
  ]);
  const lines = [table(['restaurant', 'status', '>new', '>changed', '>rejected', ''], rows)];
  if (unnamedRows.length > 0) lines.push(`Rows without the name of a restaurant: ${unnamedRows.length}`);
  if (replayed) lines.push(`The batch ${batchId} was pushed before; nothing was done now.`);
  return lines.join('\n');
}
