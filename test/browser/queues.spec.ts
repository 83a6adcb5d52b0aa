import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { BrowserVisit, launchChromium } from '../support/browser.js';
import { createTestApp, type TestApp } from '../support/create-test-app.js';
import { describeOnRedis, REDIS_URL } from '../support/redis.js';
import { findTextFaults } from '../support/text-faults.js';

describeOnRedis('the job queue in Chromium', () => {
  let app: TestApp;
  let browser: Browser;

  beforeAll(async () => {
    app = await createTestApp({ env: { REDIS_URL, SYNC_ON_START: 'off' } });
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser.close();
    await app.stop();
  });

  it('is one click away for an admin, and requests nothing from other hosts', async () => {
    const visit = await BrowserVisit.start(browser, app.server.url, { width: 1400 });
    await visit.login('admin@example.com', 'a good password', '/admin');
    await visit.page.getByTestId('pages-menu').click();
    await visit.page.getByRole('link', { name: 'Job queue' }).click();
    await visit.page.getByRole('link', { name: 'sync.pull' }).first().click();
    await visit.page.getByText('Completed', { exact: false }).first().waitFor();
    await visit.close();
    expect(visit.violations).toEqual([]);
  });

  it('speaks Russian on a Russian panel, and shows every state of a queue at any width', async () => {
    const visit = await BrowserVisit.start(browser, app.server.url, { language: 'ru', width: 1440 });
    await visit.login('admin@example.com', 'a good password', '/admin/queues/queue/sync.pull');
    const states = visit.page.locator('ul[class*=statusTabs]');
    await states.getByText('Завершённые').waitFor();
    await visit.page.getByText('Фильтр очередей').or(visit.page.getByPlaceholder('Фильтр очередей')).first().waitFor();
    for (const width of [1440, 1100, 768]) {
      await visit.page.setViewportSize({ width, height: 900 });
      expect(await states.evaluate((list) => list.scrollWidth - list.clientWidth)).toBe(0);
      expect(await visit.page.evaluate(findTextFaults)).toEqual([]);
    }
    await visit.close();
    expect(visit.violations).toEqual([]);
  });
});
