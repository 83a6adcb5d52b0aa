import { expect, it } from '@jest/globals';
import { BrowserVisit, launchChromium } from '../support/browser.js';
import { describeOnRedis, REDIS_URL } from '../support/redis.js';
import { createTestApp } from '../support/create-test-app.js';

describeOnRedis('the job queue in Chromium', () => {
  it('is one click away for an admin, and requests nothing from other hosts', async () => {
    const app = await createTestApp({ env: { REDIS_URL, SYNC_ON_START: 'off' } });
    const browser = await launchChromium();
    const visit = await BrowserVisit.start(browser, app.server.url, { width: 1400 });
    await visit.login('admin@example.com', 'a good password', '/admin');
    await visit.page.getByTestId('pages-menu').click();
    await visit.page.getByRole('link', { name: 'Job queue' }).click();
    await visit.page.getByRole('link', { name: 'sync.pull' }).first().click();
    await visit.page.getByText('Completed', { exact: false }).first().waitFor();
    await visit.close();
    expect(visit.violations).toEqual([]);
    await browser.close();
    await app.stop();
  });
});
