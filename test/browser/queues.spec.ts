import { describe, expect, it } from '@jest/globals';
import { BrowserVisit, hasChromium, launchChromium } from '../support/browser.js';
import { describeOnRedis, REDIS_URL } from '../support/redis.js';
import { TestServer } from '../support/test-server.js';

(hasChromium ? describeOnRedis : describe.skip)('the job queue in Chromium', () => {
  it('is a click away for an admin, and asks nobody else for anything', async () => {
    const app = await TestServer.start({ env: { REDIS_URL, SYNC_ON_START: 'off' } });
    const browser = await launchChromium();
    const visit = await BrowserVisit.start(browser, app.server.url, { width: 1400 });
    await visit.login('admin@example.com', 'a good password', '/admin');
    await visit.page.getByRole('link', { name: 'Job queue' }).click();
    await visit.page.getByRole('link', { name: 'sync.pull' }).first().click();
    await visit.page.getByText('Completed', { exact: false }).first().waitFor();
    await visit.close();
    expect(visit.complaints).toEqual([]);
    await browser.close();
    await app.stop();
  });
});
