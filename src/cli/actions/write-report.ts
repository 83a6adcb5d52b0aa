import { createWriteStream, statSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Cli, Outcome } from '../cli.js';
import { interruptible } from '../interrupt.js';
import { bytes } from '../output/text.js';
import { badInput, dayAt, startOfMonth, type Day, type Period } from '../../domain/index.js';
import { assertFileAbsent, createNewFile } from '../../operations/backup/index.js';
import {
  createReportText,
  createReportWorkbook,
  OwnerReportsService,
  renderReportPage,
  ReportQuery,
  ReportStyleService,
  toPeriod,
  type ReportSubject,
} from '../../owner-reports/index.js';
import { Clock } from '../../platform/config/index.js';
import { parseInput } from '../../platform/http/index.js';

/** The options of `report`. */
export interface ReportOptions {
  readonly client?: number;
  readonly owner?: number;
  readonly month?: string;
  readonly from?: Day;
  readonly to?: Day;
  readonly lang?: 'ru' | 'en' | 'id';
  readonly format: 'text' | 'html' | 'xlsx';
  readonly out?: string;
}

/** Writes a report to stdout or to a new file. With `--json` and without a file the report is the document. */
export async function writeReport(cli: Cli, options: ReportOptions): Promise<Outcome> {
  const { month, from, to, lang, format, out } = options;
  const subject = toSubject(options);
  const query = parseInput(ReportQuery, { month, from, to, lang });
  if (format === 'xlsx' && out === undefined) throw badInput('out', 'an XLSX needs a file: --out FILE');
  if (out !== undefined) assertFileAbsent(out);
  return cli.withAppContext(async (app) => {
    const hasPeriod = month !== undefined || from !== undefined || to !== undefined;
    const period = hasPeriod
      ? toPeriod(query)
      : findLastMonth(dayAt(app.get(Clock).now(), cli.config.businessTimeZone));
    const report = await app.get(OwnerReportsService).find(subject, period, lang);
    if (format === 'xlsx' && out !== undefined) return toFile(out, createReportWorkbook(report));
    const text =
      format === 'html' ? renderReportPage(report, app.get(ReportStyleService).read()) : createReportText(report);
    if (out !== undefined) return toFile(out, Readable.from([text]));
    return { document: report, text: text.trimEnd() };
  });
}

function toSubject({ client, owner }: ReportOptions): ReportSubject {
  if (client !== undefined && owner === undefined) return { kind: 'client', id: client };
  if (owner !== undefined && client === undefined) return { kind: 'owner', id: owner };
  throw badInput('client', 'give --client or --owner, and not both');
}

function findLastMonth(today: Day): Period {
  return toPeriod({ month: startOfMonth(today, -1) });
}

function toFile(file: string, content: Readable): Promise<Outcome> {
  return interruptible(async (signal) => {
    await createNewFile(file, (partial) => pipeline(content, createWriteStream(partial), { signal }));
    const { size } = statSync(file);
    return { document: { file, bytes: size }, text: `${file}: ${bytes(size)}` };
  });
}
