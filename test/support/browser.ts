import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect } from '@jest/globals';
import type { AxeResults, RunOptions } from 'axe-core';
import { chromium, type Cookie, type Browser, type BrowserContext, type Page, type Request } from 'playwright-core';

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
      // A page reaches no host but the product. An interception of requests would do so too, but disables the cache.
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    ],
  });
}

function axeSource(): string {
  return readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
}

/** The cookies of each person on each server, after their first login. */
const SESSIONS = new Map<string, Cookie[]>();

export interface BrowserVisitOptions {
  readonly language?: 'ru' | 'en';
  readonly width?: number;
  /** The colours that the system prefers. */
  readonly scheme?: 'light' | 'dark';
  /** Whether the browser runs no script of a page. */
  readonly isWithoutScripts?: boolean;
}

/** A browser on one server that records what no page of the product may do. */
export class BrowserVisit {
  /** Requests without a response; the stream of events, which never ends, is none of them. */
  private readonly pending = new Set<Request>();

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
    { language = 'en', width = 1280, scheme = 'light', isWithoutScripts = false }: BrowserVisitOptions = {},
  ) {
    const locale = language === 'ru' ? 'ru-RU' : 'en-GB';
    const viewport = { width, height: 800 };
    const context = await browser.newContext({
      locale,
      baseURL: origin,
      viewport,
      colorScheme: scheme,
      javaScriptEnabled: !isWithoutScripts,
    });
    context.setDefaultTimeout(PATIENCE_MS);
    const page = await context.newPage();
    const visit = new BrowserVisit(context, page, origin);
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') visit.violations.push(message.text());
    });
    page.on('request', (request) => {
      if (request.resourceType() !== 'eventsource') visit.pending.add(request);
      const url = new URL(request.url());
      if (url.origin !== origin && url.protocol !== 'data:') visit.violations.push(`request to ${url.href}`);
    });
    page.on('requestfinished', (request) => visit.pending.delete(request));
    page.on('requestfailed', (request) => visit.pending.delete(request));
    page.on('pageerror', (error) => visit.violations.push(String(error)));
    page.on('dialog', (dialog) => {
      visit.violations.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    return visit;
  }

  /** Logs in and opens a page. A person who has logged in to this server before in a browser of this file has the session already. */
  async login(email: string, password: string, path = '/admin/account'): Promise<void> {
    const key = `${this.origin} ${email}`;
    const session = SESSIONS.get(key);
    if (session) {
      await this.context.addCookies(session);
      await this.page.goto(path);
      if (!this.page.url().includes('/admin/login')) return;
    }
    await this.page.goto(`/admin/login?next=${encodeURIComponent(path)}`);
    await this.page.fill('[name=email]', email);
    await this.page.fill('[name=password]', password);
    await Promise.all([this.page.waitForURL(`${this.origin}${path}`), this.page.press('[name=password]', 'Enter')]);
    SESSIONS.set(key, await this.context.cookies());
  }

  /** Resolves when every request has its response and the page has drawn it. */
  async settle(): Promise<void> {
    do {
      await this.page.evaluate(
        () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
      );
    } while (this.pending.size > 0);
  }

  /** Fails on findings of axe-core above minor. */
  async expectAccessible(): Promise<void> {
    expect(await this.findBarriers()).toEqual([]);
  }

  /**
   * Returns the findings of axe-core above minor.
   * @param options `isColorless` leaves out contrast, which another visit of the page checks; `isOnlyColors` checks nothing else.
   */
  async findBarriers({ isColorless = false, isOnlyColors = false } = {}): Promise<string[]> {
    // `evaluate` bypasses the content security policy of the page. A page keeps axe until the next one is loaded.
    if (!(await this.page.evaluate(() => 'axe' in window))) await this.page.evaluate(axeSource());
    const options: RunOptions = {
      resultTypes: ['violations'],
      rules: isColorless ? { 'color-contrast': { enabled: false } } : {},
      ...(isOnlyColors && { runOnly: ['color-contrast'], rules: {} }),
    };
    const results = await this.page.evaluate(
      (given) => (window as unknown as { axe: { run(options: RunOptions): Promise<AxeResults> } }).axe.run(given),
      options,
    );
    const found = results.violations.filter(({ impact }) => impact !== 'minor');
    return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`);
  }

  close(): Promise<void> {
    return this.context.close();
  }
}
