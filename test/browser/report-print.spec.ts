import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import type { OwnerReport } from '../../src/owner-reports/owner-report.dto.js';
import { BrowserVisit, launchChromium } from '../support/browser.js';
import { readPdfText } from '../support/pdf-text.js';
import { startSeededFixture, type SeededFixture } from '../support/seeded-fixture.js';

const PASSWORD = 'a good password';
const NAME = 'Warung `Bu Komang`';
const A4 = { format: 'A4', preferCSSPageSize: true } as const;
/** Smaller numbers may occur in any report. */
const SMALLEST_SECRET = 100_000;

describe("the owner's report on A4", () => {
  let fixture: SeededFixture;
  let browser: Browser;
  let visit: BrowserVisit;
  let report: OwnerReport;
  /** The names and numbers of every other restaurant, and the accounts. */
  let secrets: string[];

  beforeAll(async () => {
    [fixture, browser] = await Promise.all([startSeededFixture(), launchChromium()]);
    report = await find(fixture.findClient(NAME).id);
    const others = fixture.clients.filter(({ name }) => name !== NAME);
    const reports = await Promise.all(others.map(({ id }) => find(id)));
    const numbers = reports.flatMap(({ figures, days }) => [
      ...Object.values(figures),
      ...days.map(({ sales }) => sales),
    ]);
    secrets = [
      ...others.map(({ name }) => name).filter((name) => name.length > 3),
      ...numbers.filter((value) => value !== null && value > SMALLEST_SECRET).map((value) => shown(value)),
      'ani@example.com',
      'budi@example.com',
    ];
  });

  afterAll(async () => {
    await browser.close();
    await fixture.stop();
  });

  const find = async (id: number) =>
    (await fixture.app.get<OwnerReport>(`/clients/${id}/report?month=2026-10&lang=id`)).body;
  const shown = (value: number | null) => new Intl.NumberFormat('id', { maximumFractionDigits: 0 }).format(value ?? 0);

  async function print(path: string, email?: string): Promise<{ pdf: Buffer; text: string }> {
    visit = await BrowserVisit.start(browser, fixture.app.server.url);
    if (email === undefined) await visit.page.goto(path);
    else await visit.login(email, PASSWORD, path);
    const pdf = await visit.page.pdf(A4);
    expect(visit.violations).toEqual([]);
    await visit.close();
    return { pdf, text: readPdfText(pdf) };
  }

  async function createLink(): Promise<string> {
    const path = `/clients/${report.subject.id}/report-links`;
    const body = { month: '2026-10', lang: 'id', expiresInDays: 7 };
    const { url } = (await fixture.app.post<{ url: string }>(path, body)).body;
    return new URL(url).pathname;
  }

  it.each([
    ['as a link shows it', async () => print(await createLink())],
    [
      'as the panel shows it',
      () => print(`/admin/clients/${report.subject.id}/report?month=2026-10&lang=id`, 'ani@example.com'),
    ],
  ])('has the numbers of its restaurant and no name or number of another one, %s', async (_, printed) => {
    const { pdf, text } = await printed();
    expect(secrets.length).toBeGreaterThan(100);
    for (const own of [NAME, 'Laporan Oktober 2026', shown(report.figures.totalSales)]) expect(text).toContain(own);
    const bytes = pdf.toString('latin1');
    expect(secrets.filter((secret) => text.includes(secret) || bytes.includes(secret))).toEqual([]);
    expect(text).not.toContain('\ufffd');
    expect(bytes.match(/\/MediaBox \[0 0 59\d(?:\.\d+)? 84\d/g)?.length).toBeGreaterThan(0);
  });

  it('has headings of columns and notes no larger than its figures', async () => {
    visit = await BrowserVisit.start(browser, fixture.app.server.url);
    const { page } = visit;
    await page.goto(await createLink());
    await page.emulateMedia({ media: 'print' });
    const sizesOf = (selector: string) =>
      page.locator(selector).evaluateAll((found) => found.map((one) => parseFloat(getComputedStyle(one).fontSize)));
    const [small, figures] = [await sizesOf('.report-note, thead th'), await sizesOf('tbody td')];
    expect(small.length).toBeGreaterThan(5);
    expect(Math.max(...small)).toBeLessThanOrEqual(Math.min(...figures));
    await visit.close();
  });
});
