// How long a manager waits in Chromium: `node bench/browser.mjs [CLIENTS] [ROUNDS]`, a year of days each. See README.md.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { emptyReplica, fill } from './lib/replica.mjs';
import { startStockAdminjs } from './lib/stock-adminjs.mjs';

const EMAIL = 'admin@example.com';
const PASSWORD = 'a good password';
const LOGIN = 'baseline: the login page, cold';
const STOCK = 'baseline: AdminJS with its own router and bundles, first row, cold';
const [clients = 127, rounds = 9] = process.argv
  .slice(2)
  .filter((text) => /^\d+$/.test(text))
  .map(Number);
const withStock = !process.argv.includes('--no-stock');

const folder = mkdtempSync(join(tmpdir(), 'delivery-bench-'));
const file = join(folder, 'replica.sqlite');
const db = await emptyReplica(file, clients);
fill(db, clients, 365);
db.close();
let server, stock, browser;
try {
  server = await startServer();
  if (withStock) stock = await startStockAdminjs(folder, file);
  browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  });
  const figures = await measured();
  console.log(`${clients} clients x 365 days, ${rounds} rounds, load ${loadavg()[0].toFixed(1)}\n`);
  console.log('| figure | median ms | fastest | slowest |\n|---|--:|--:|--:|');
  for (const [name, samples] of Object.entries(figures)) {
    const [low, middle, high] = [0, 0.5, 1].map((part) => quantile(samples, part).toFixed(0));
    console.log(`| ${name} | ${middle} | ${low} | ${high} |`);
  }
  printRatios(figures);
} finally {
  await browser?.close();
  await server?.stop();
  await stock?.stop();
  rmSync(folder, { recursive: true });
}

/** Prints the ratios that have a limit. */
function printRatios(figures) {
  const ratios = [
    ['ranked list on the screen, cold', LOGIN, 1.3],
    ['answers to the keyboard, cold', LOGIN, 1.6],
    ['AdminJS list, first row, cold', STOCK, 0.6],
  ];
  console.log('\n| ratio of the medians | baseline | ratio | at most |\n|---|---|--:|--:|');
  for (const [name, baseline, limit] of ratios) {
    if (!figures[baseline]) continue;
    const ratio = quantile(figures[name], 0.5) / quantile(figures[baseline], 0.5);
    console.log(`| ${name} | ${baseline} | ${ratio.toFixed(2)} | ${limit} |`);
  }
}

async function startServer() {
  const child = spawn(process.execPath, ['dist/main.js'], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    env: {
      PATH: process.env.PATH,
      PORT: '0',
      DATABASE_URL: `sqlite:${file}`,
      DELIVERY_STATS_API_URL: 'http://127.0.0.1:9',
      SYNC_CRON: 'off',
      SYNC_ON_START: 'off',
      ADMIN_PASSWORD: PASSWORD,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const port = await new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`The product ended with ${code}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const said = JSON.parse(line);
      if (said.port) resolve(said.port);
    });
  });
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () => new Promise((resolve) => child.once('exit', resolve).kill('SIGTERM')),
  };
}

async function measured() {
  const login = await browser.newContext();
  // The first reader of 10,000 clients waits until their columns are in memory.
  login.setDefaultTimeout(300_000);
  const form = await login.newPage();
  await form.goto(`${server.url}/admin/login`);
  const empty = await painted(form);
  await form.fill('[name=email]', EMAIL);
  await form.fill('[name=password]', PASSWORD);
  await form.press('[name=password]', 'Enter');
  await form.waitForURL('**/admin');
  const storageState = await login.storageState();
  await login.close();

  const figures = { [LOGIN]: [empty] };
  // A person looks at what came before asking for more; what is fetched ahead is done by then.
  const look = (page) => page.waitForTimeout(700);
  const note = (name, value) => (figures[name] ??= []).push(value);
  for (let round = 0; round < rounds; round++) {
    // A context of its own has an empty cache.
    const context = await browser.newContext({ storageState, viewport: { width: 1440, height: 900 } });
    await context.addInitScript(addAfterPaint);
    const page = await context.newPage();
    await page.goto(`${server.url}/admin/login?next=/admin/account`);
    if (round > 0) note(LOGIN, await painted(page));
    await page.goto(`${server.url}/admin`);
    note('ranked list on the screen, cold', await painted(page));
    note('answers to the keyboard, cold', await ready(page));
    await page.goto(`${server.url}/admin`);
    note('ranked list on the screen, warm', await painted(page));
    note('answers to the keyboard, warm', await ready(page));
    // These periods and restaurants are never fetched ahead.
    for (const preset of ['last-month', 'yesterday', 'last-week']) {
      await look(page);
      note('change of period', await page.evaluate(changePeriod, preset));
    }
    await page.evaluate(changePeriod, '30d');
    for (let client = 0; client < 4; client++) {
      await look(page);
      note('change of client, 30 days', await page.evaluate(changeClient, round * 8 + client));
    }
    await page.evaluate(changePeriod, '365d');
    for (let client = 4; client < 8; client++) {
      await look(page);
      note('change of client, 365 days', await page.evaluate(changeClient, round * 8 + client));
    }
    await page.waitForFunction(() => !document.querySelector('[data-testid="list-count"]').textContent.includes('…'));
    for (const text of ['restaurant 0', 'restaurant 00', '7', '']) {
      note('search', await page.evaluate(search, text));
    }
    await context.close();
    note('AdminJS list, first row, cold', await firstRow(`${server.url}/admin/resources/clients`, storageState));
    if (stock) note(STOCK, await firstRow(`${stock.url}/admin/resources/Client`));
  }
  return figures;
}

/** When the first picture of the page, which has the list, was on the screen; ms since the navigation began. */
async function painted(page) {
  return page.evaluate(
    () =>
      new Promise((resolve) => {
        new PerformanceObserver((list) => {
          const paint = list.getEntriesByName('first-contentful-paint')[0];
          if (paint) resolve(paint.startTime);
        }).observe({ type: 'paint', buffered: true });
      }),
  );
}

/** When the first row of a list was on the screen of a browser with an empty cache; ms since the navigation began. */
async function firstRow(address, storageState) {
  const context = await browser.newContext({
    ...(storageState && { storageState }),
    viewport: { width: 1440, height: 900 },
  });
  const page = await context.newPage();
  await page.addInitScript(() => {
    const observer = new MutationObserver(() => {
      const row = document.querySelector('tbody tr');
      if (!row?.innerText.trim()) return;
      observer.disconnect();
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => performance.mark('first-row');
        port2.postMessage(null);
      });
    });
    observer.observe(document, { childList: true, subtree: true });
  });
  await page.goto(address);
  await page.waitForFunction(() => performance.getEntriesByName('first-row').length > 0);
  const time = await page.evaluate(() => performance.getEntriesByName('first-row')[0].startTime);
  await context.close();
  return time;
}

async function ready(page) {
  await page.locator('#app[data-ready]').waitFor({ state: 'attached' });
  return page.evaluate(() => performance.getEntriesByName('ready')[0].startTime);
}

/* The next ones run in the page: from the event until what was asked for has been painted. */

async function changePeriod(preset) {
  const list = document.querySelector('[data-testid="ranked-list"]');
  const start = performance.now();
  const changed = new Promise((resolve) => {
    new MutationObserver((_, observer) => {
      observer.disconnect();
      resolve();
    }).observe(list, { attributeFilter: ['data-period'] });
  });
  document.querySelector(`[data-testid="period-${preset}"]`).click();
  await changed;
  await window.afterPaint();
  return performance.now() - start;
}

async function changeClient(index) {
  const rows = document.querySelectorAll('[data-testid="client-row"]');
  const row = rows[(index * 7 + 3) % rows.length];
  const here = () => document.querySelector('[data-testid="kpi-sales"]')?.dataset.clientId === row.dataset.clientId;
  const start = performance.now();
  const changed = new Promise((resolve) => {
    new MutationObserver((_, observer) => {
      if (!here()) return;
      observer.disconnect();
      resolve();
    }).observe(document.querySelector('main'), { subtree: true, childList: true, attributes: true });
  });
  row.querySelector('a').click();
  await changed;
  await window.afterPaint();
  return performance.now() - start;
}

async function search(text) {
  const input = document.querySelector('[data-testid="search"]');
  const start = performance.now();
  input.value = text;
  input.dispatchEvent(new Event('input', { bubbles: true }));
  await window.afterPaint();
  return performance.now() - start;
}

/** Gives the page a promise of the next painted frame: a message posted from a frame's callback arrives after its paint. */
function addAfterPaint() {
  window.afterPaint = () =>
    new Promise((resolve) => {
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve();
        port2.postMessage(null);
      });
    });
}

function quantile(samples, part) {
  return [...samples].sort((a, b) => a - b)[Math.round(part * (samples.length - 1))];
}
