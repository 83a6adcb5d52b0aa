import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import readXlsxFile from 'read-excel-file/node';
import type { OwnerReport } from '../../src/owner-reports/owner-report.dto.js';
import { cliHere, documentOf } from '../support/cli.js';
import { startSeededFixture, type SeededFixture } from '../support/seeded-fixture.js';
import { databaseIn } from '../support/test-database.js';
import { temporaryFolder } from '../support/test-replica.js';

const NAME = 'Warung `Bu Komang`';
const LANGUAGES = ['ru', 'en', 'id'] as const;
const OCTOBER = { ru: 'октябрь 2026', en: 'October 2026', id: 'Oktober 2026' };

describe('`report`', () => {
  const folder = temporaryFolder();
  let fixture: SeededFixture;
  let env: Record<string, string>;
  let client: string;

  beforeAll(async () => {
    fixture = await startSeededFixture();
    const { url } = fixture.upstream;
    env = { DATABASE_URL: await databaseIn(fixture.app.folder), DELIVERY_STATS_API_URL: url };
    client = String(fixture.findClient(NAME).id);
  });

  afterAll(async () => {
    await fixture.stop();
    folder.discard();
  });

  const report = (...args: string[]) => cliHere(['report', '--client', client, '--month', '2026-10', ...args], env);
  const fromApi = async <T>(query: string) =>
    (await fixture.app.get<T>(`/clients/${client}/report?month=2026-10&${query}`)).body;

  it.each(LANGUAGES)('writes the text of the API: %s', async (lang) => {
    const { code, stdout } = await report('--lang', lang);
    expect(code).toBe(0);
    expect(stdout.trimEnd()).toBe((await fromApi<string>(`lang=${lang}&format=text`)).trimEnd());
    expect(stdout).toContain(OCTOBER[lang]);
  });

  it.each(LANGUAGES)('writes a page that needs no other file: %s', async (lang) => {
    const { code, stdout } = await report('--lang', lang, '--format', 'html');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^<!DOCTYPE html>/i);
    expect(stdout).toContain(`lang="${lang}"`);
    expect(stdout).toContain(OCTOBER[lang]);
    expect(stdout).toContain('<style>');
    expect(stdout).not.toMatch(/<script|<link|src=|href=/);
  });

  it('writes a workbook to a new file, and never over another one', async () => {
    const file = join(folder.path, 'report.xlsx');
    const args = ['--lang', 'en', '--format', 'xlsx', '--out', file];
    expect((await report(...args)).code).toBe(0);
    const sheets = await readXlsxFile(file);
    const { figures } = await fromApi<OwnerReport>('lang=en');
    expect(sheets.flatMap(({ data }) => data.flat())).toContain(figures.totalSales);
    const before = readFileSync(file);
    const { code, stderr } = await report(...args);
    expect(code).not.toBe(0);
    expect(stderr).toContain(file);
    expect(readFileSync(file)).toEqual(before);
  });

  it('says that a workbook needs a file', async () => {
    const { code, stderr } = await report('--format', 'xlsx');
    expect(code).not.toBe(0);
    expect(stderr).toContain('--out FILE');
  });

  it('is the document of the API with --json', async () => {
    expect(documentOf(await report('--lang', 'en', '--json'))).toEqual(await fromApi<OwnerReport>('lang=en'));
  });

  it('rejects a client and an owner at once, and an unknown client', async () => {
    expect((await report('--owner', '1')).stderr).toContain('--client or --owner');
    const { code, stderr } = await cliHere(['report', '--client', '999999', '--month', '2026-10'], env);
    expect([code, stderr.trim()]).toEqual([expect.any(Number), expect.stringContaining('999999')]);
    expect(code).not.toBe(0);
  });
});
