import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Locator } from 'playwright-core';
import { BrowserVisit, launchChromium } from '../support/browser.js';
import { startSeededFixture, type SeededFixture } from '../support/seeded-fixture.js';

const MANAGER = 'ani@example.com';
const CLIENT = 'Warung `Bu Komang`';

describe('the way of a manager from the morning message to the report in the chat of the owner', () => {
  let fixture: SeededFixture;
  let browser: Browser;

  beforeAll(async () => {
    [fixture, browser] = await Promise.all([startSeededFixture(), launchChromium()]);
    const contacts = { contactPhone: '0812 3456 7890', contactTelegram: '@bu_komang' };
    await fixture.app.call('PATCH', `/clients/${fixture.findClient(CLIENT).id}`, contacts);
  });

  afterAll(async () => {
    await browser.close();
    await fixture.stop();
  });

  it.each([
    { link: 'of all restaurants', expected: 4, width: 360 },
    { link: 'of the restaurant', expected: 3, width: 1440 },
  ])(
    'takes $expected clicks after the link $link in the message, at $width px',
    async ({ link: to, expected, width }) => {
      const visit = await BrowserVisit.start(browser, fixture.app.server.url, { width, language: 'ru' });
      const ofAll = to === 'of all restaurants';
      // The addresses that the digest links.
      const start = ofAll ? '/admin?mine=true' : `/admin?client=${fixture.findClient(CLIENT).id}`;
      await visit.login(MANAGER, 'a good password', start);
      const { page } = visit;
      await page.locator('#app[data-ready]').waitFor();
      let clicks = 0;
      const click = async (target: Locator) => {
        clicks++;
        await target.click();
      };
      if (ofAll) await click(page.getByTestId('client-row').filter({ hasText: CLIENT }));
      await click(page.getByRole('link', { name: 'Отчёт для владельца' }));
      await click(page.getByRole('button', { name: 'Создать ссылку' }));
      // The page is at the new link, which stands below the report.
      const link = page.getByTestId('report-link');
      await link.waitFor();
      const address = await link.inputValue();
      const chat = page.getByRole('link', { name: 'WhatsApp 0812 3456 7890' });
      expect(await chat.evaluate((element) => element.getBoundingClientRect().bottom <= innerHeight)).toBe(true);
      const { origin, pathname, searchParams } = new URL((await chat.getAttribute('href')) ?? '');
      expect([origin + pathname, searchParams.get('text')]).toEqual([
        'https://wa.me/6281234567890',
        `${CLIENT} · Report for October 2026\n${address}`,
      ]);
      expect(await page.getByRole('link', { name: 'Telegram @bu_komang' }).getAttribute('href')).toMatch(
        /^https:\/\/t\.me\/bu_komang\?text=/,
      );
      // The chat opens beside the page, because the link is shown only once.
      expect(await chat.getAttribute('target')).toBe('_blank');
      expect(clicks + 1).toBe(expected);
      await visit.expectAccessible();

      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await page.getByRole('button', { name: 'Скопировать' }).first().click();
      await page.getByRole('button', { name: 'Скопировано' }).waitFor();
      expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(address);
      expect(visit.violations).toEqual([]);
      await visit.close();
    },
  );

  it('returns to the comment after it is saved, and the report has it', async () => {
    const path = `/admin/clients/${fixture.findClient(CLIENT).id}/report`;
    const visit = await BrowserVisit.start(browser, fixture.app.server.url, { width: 360 });
    await visit.login(MANAGER, 'a good password', path);
    const { page } = visit;
    await page.getByRole('link', { name: 'Your comment in the report' }).click();
    await page.getByLabel('Your comment in the report').fill('Good month');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.waitForURL('**#comment-title');
    expect(await page.locator('.report-comment').innerText()).toBe('Good month');
    const heading = page.locator('#comment-title');
    expect(await heading.evaluate((element) => element.getBoundingClientRect().top < innerHeight)).toBe(true);
    await visit.close();
  });
});
