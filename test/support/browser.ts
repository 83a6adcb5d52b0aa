import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect } from '@jest/globals';
import type { AxeResults } from 'axe-core';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';

const EXECUTABLE = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((file) =>
  existsSync(file),
);

/** `describe` where a Chromium is installed; else the tests are reported as skipped, which `.ci/run` counts as a failure. */
export const hasChromium = EXECUTABLE !== undefined;

/** More than any page takes on a loaded machine: a test that fails by it waited for what never came. */
const PATIENCE_MS = 90_000;

export async function launchChromium(): Promise<Browser> {
  if (EXECUTABLE === undefined) throw new Error('There is no Chromium here');
  return chromium.launch({
    executablePath: EXECUTABLE,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export interface Visit {
  readonly language?: 'ru' | 'en';
  readonly width?: number;
}

/** A person's browser on one server, which notes whatever no page of ours may do. */
export class BrowserVisit {
  /** Errors in the console, failed scripts, breaches of the policy, requests to other hosts. */
  readonly complaints: string[] = [];

  private constructor(
    private readonly context: BrowserContext,
    readonly page: Page,
    private readonly origin: string,
  ) {}

  static async start(browser: Browser, origin: string, { language = 'en', width = 1280 }: Visit = {}) {
    const locale = language === 'ru' ? 'ru-RU' : 'en-GB';
    const context = await browser.newContext({ locale, baseURL: origin, viewport: { width, height: 800 } });
    context.setDefaultTimeout(PATIENCE_MS);
    const page = await context.newPage();
    const visit = new BrowserVisit(context, page, origin);
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') visit.complaints.push(message.text());
    });
    page.on('pageerror', (error) => visit.complaints.push(String(error)));
    page.on('dialog', (dialog) => {
      visit.complaints.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    await context.route(/.*/, (route) => {
      const url = new URL(route.request().url());
      if (url.origin === origin || url.protocol === 'data:') return route.continue();
      visit.complaints.push(`request to ${url.href}`);
      return route.abort();
    });
    return visit;
  }

  async login(email: string, password: string, path = '/admin/account'): Promise<void> {
    await this.page.goto(`/admin/login?next=${encodeURIComponent(path)}`);
    await this.page.fill('[name=email]', email);
    await this.page.fill('[name=password]', password);
    await Promise.all([this.page.waitForURL(`${this.origin}${path}`), this.page.press('[name=password]', 'Enter')]);
  }

  /** Fails on findings of axe-core that keep somebody from using the page. */
  async expectAccessible(): Promise<void> {
    const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    // By evaluate, which the page's policy does not concern.
    await this.page.evaluate(axe);
    const results = await this.page.evaluate(() =>
      (window as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
    );
    const serious = results.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`)).toEqual(
      [],
    );
  }

  /** Fails when the page can be moved sideways. */
  async expectNoSidewaysScroll(): Promise<void> {
    const { wide, inner } = await this.page.evaluate(() => ({
      wide: document.documentElement.scrollWidth,
      inner: document.documentElement.clientWidth,
    }));
    expect(wide).toBeLessThanOrEqual(inner);
  }

  close(): Promise<void> {
    return this.context.close();
  }
}
