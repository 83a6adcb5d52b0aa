import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect } from '@jest/globals';
import type { AxeResults, RunOptions } from 'axe-core';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';

/** Timeout in milliseconds, above the time of any page on a loaded machine. */
const PATIENCE_MS = 90_000;

export async function launchChromium(): Promise<Browser> {
  const executablePath = process.env.TEST_CHROMIUM;
  if (executablePath === undefined) throw new Error('Chromium is not installed');
  return chromium.launch({
    executablePath,
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

function axeSource(): string {
  return readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
}

export interface BrowserVisitOptions {
  readonly language?: 'ru' | 'en';
  readonly width?: number;
  /** The colours that the system prefers. */
  readonly scheme?: 'light' | 'dark';
}

/** A browser on one server that records what no page of the product may do. */
export class BrowserVisit {
  /** Console errors, failed scripts, violations of the content security policy, and requests to other hosts. */
  readonly violations: string[] = [];

  private constructor(
    private readonly context: BrowserContext,
    readonly page: Page,
    private readonly origin: string,
  ) {}

  static async start(
    browser: Browser,
    origin: string,
    { language = 'en', width = 1280, scheme = 'light' }: BrowserVisitOptions = {},
  ) {
    const locale = language === 'ru' ? 'ru-RU' : 'en-GB';
    const viewport = { width, height: 800 };
    const context = await browser.newContext({ locale, baseURL: origin, viewport, colorScheme: scheme });
    context.setDefaultTimeout(PATIENCE_MS);
    const page = await context.newPage();
    const visit = new BrowserVisit(context, page, origin);
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') visit.violations.push(message.text());
    });
    page.on('pageerror', (error) => visit.violations.push(String(error)));
    page.on('dialog', (dialog) => {
      visit.violations.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    await context.route(/.*/, (route) => {
      const url = new URL(route.request().url());
      if (url.origin === origin || url.protocol === 'data:') return route.continue();
      visit.violations.push(`request to ${url.href}`);
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

  /** Fails on serious and critical findings of axe-core. `isColorless` leaves out contrast, which another visit of the page checks. */
  async expectAccessible({ isColorless = false } = {}): Promise<void> {
    // `evaluate` bypasses the content security policy of the page. A page keeps axe until the next one is loaded.
    if (!(await this.page.evaluate(() => 'axe' in window))) await this.page.evaluate(axeSource());
    const options: RunOptions = {
      resultTypes: ['violations'],
      ...(isColorless && { rules: { 'color-contrast': { enabled: false } } }),
    };
    const results = await this.page.evaluate(
      (given) => (window as unknown as { axe: { run(options: RunOptions): Promise<AxeResults> } }).axe.run(given),
      options,
    );
    const serious = results.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`)).toEqual(
      [],
    );
  }

  /** Fails when the page scrolls horizontally. */
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
