import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { firstValueFrom, take, toArray } from 'rxjs';
import type { Browser } from 'playwright-core';
import { DomainEvents } from '../../src/platform/events/domain-events.js';
import { ItemEnded } from '../../src/sync/sync.events.js';
import { BrowserVisit, launchChromium } from '../support/browser.js';
import { createTestApp, type TestApp, TestClock } from '../support/create-test-app.js';
import { daysOf } from '../support/expected-figures.js';
import { ScriptedUpstream, upstreamRow } from '../support/scripted-upstream.js';
import { NOW, YESTERDAY } from '../support/seeded-fixture.js';

const NAMES = ['First', 'Second', 'Third'] as const;
const WEEK = daysOf({ from: '2026-11-14', to: '2026-11-20' });
type Language = 'en' | 'ru';

/** What the page says, in one language. */
interface Statements {
  readonly state: string | null;
  /** The names in "Missing: …". */
  readonly missing: readonly string[];
  /** The test ids of the banners. */
  readonly banners: readonly string[];
  readonly text: string;
}

describe('the statements of the dashboard about its data', () => {
  let browser: Browser;
  let upstream: ScriptedUpstream;
  let app: TestApp;

  beforeAll(async () => {
    browser = await launchChromium();
  });

  afterAll(() => browser.close());

  beforeEach(async () => {
    upstream = await ScriptedUpstream.start();
    app = await createTestApp({
      env: { DELIVERY_STATS_API_URL: upstream.url, SYNC_ATTEMPTS: '1', SYNC_ON_START: 'off' },
      clock: TestClock.at(NOW),
    });
    for (const name of NAMES) await app.addClient(name);
    serve([]);
  });

  afterEach(async () => {
    await app.stop();
    await upstream.close();
  });

  /** Serves a week of every restaurant, and yesterday of all but the late ones. */
  function serve(late: readonly string[]): void {
    for (const name of NAMES) {
      const days = late.includes(name) ? WEEK : [...WEEK, YESTERDAY];
      upstream.serve(
        name,
        days.map((day) => upstreamRow(day)),
      );
    }
  }

  async function read(language: Language): Promise<Statements> {
    const visit = await BrowserVisit.start(browser, app.server.url, { language });
    await visit.login('admin@example.com', 'a good password', '/admin');
    const { page } = visit;
    await page.locator('#app[data-ready]').waitFor();
    const freshness = page.getByTestId('freshness');
    const statements = {
      state: await freshness.getAttribute('data-state'),
      missing: await page.getByTestId('yesterday').locator('a').allTextContents(),
      banners: await page
        .locator('.banner[data-testid]')
        .evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset.testid ?? '')),
      text: await page
        .locator('.banners, .facts')
        .allInnerTexts()
        .then((texts) => texts.join('\n')),
    };
    await visit.close();
    return statements;
  }

  /** Reads both languages, in which the same is said, and checks that nothing is complete and missing at once. */
  async function readBoth(): Promise<Record<Language, Statements>> {
    const [en, ru] = [await read('en'), await read('ru')];
    expect({ ...ru, text: '' }).toEqual({ ...en, text: '' });
    for (const { state, missing, banners } of [en, ru]) {
      if (state === 'fresh')
        expect([missing, banners.filter((id) => id === 'stale' || id === 'first-copy')]).toEqual([[], []]);
      if (state === 'late' || state === 'stale') expect(missing).not.toEqual([]);
      if (state === 'copying') expect(missing).toEqual([]);
    }
    return { en, ru };
  }

  it('say that all restaurants reported when the data are complete', async () => {
    await app.sync();
    const { en, ru } = await readBoth();
    expect(en).toMatchObject({ state: 'fresh', missing: [], banners: [] });
    expect(en.text).toContain('Yesterday, 21 Nov 2026: all 3 restaurants reported.');
    expect(ru.text).toContain('Вчера, 21.11.2026: данные есть у всех (3 ресторана).');
  });

  it('name the late restaurant', async () => {
    serve(['Third']);
    await app.sync();
    const { en, ru } = await readBoth();
    expect(en).toMatchObject({ state: 'late', missing: ['Third'], banners: [] });
    expect(en.text).toContain('2 of 3 restaurants reported. Missing: Third');
    expect(ru.text).toContain('данные есть у 2 из 3 ресторанов. Нет данных: Third');
  });

  it('say through which day old data reach', async () => {
    serve(NAMES);
    await app.sync();
    const { en, ru } = await readBoth();
    expect(en).toMatchObject({ state: 'stale', missing: [...NAMES], banners: ['stale'] });
    expect(en.text).toContain('The numbers end on 20 Nov 2026.');
    expect(ru.text).toContain('Данные заканчиваются 20.11.2026.');
  });

  it('name the day that most restaurants lack, and no day at which the numbers end', async () => {
    serve(['Second', 'Third']);
    await app.sync();
    const { en, ru } = await readBoth();
    expect(en).toMatchObject({ state: 'stale', missing: ['Second', 'Third'], banners: ['stale'] });
    expect(en.text).toContain('Most restaurants have no complete data for 21 Nov 2026 yet');
    expect(ru.text).toContain('За 21.11.2026 полных данных нет у большинства ресторанов');
    expect([en.text, ru.text].join()).not.toMatch(/numbers end on|заканчиваются/);
  });

  it('say how far the first copy has come, and nothing about days', async () => {
    const held = upstream.hold('Third');
    const ended = app.nextRunEnd();
    const twoItems = firstValueFrom(app.server.app.get(DomainEvents).on(ItemEnded).pipe(take(2), toArray()));
    await app.post('/sync');
    await twoItems;
    const { en, ru } = await readBoth();
    expect(en).toMatchObject({ state: 'copying', missing: [], banners: ['first-copy'] });
    expect(en.text).toContain('First copy: 2 of 3 restaurants');
    expect(ru.text).toContain('Первое копирование: 2 из 3 ресторанов');
    held.release();
    await ended;
  });

  it('say that a sync was cancelled, not that restaurants could not be copied', async () => {
    await app.sync();
    const held = upstream.hold('Third');
    const ended = app.nextRunEnd();
    const twoItems = firstValueFrom(app.server.app.get(DomainEvents).on(ItemEnded).pipe(take(2), toArray()));
    const { body } = await app.post('/sync');
    await twoItems;
    await app.post(`/sync/runs/${body.id}/cancel`);
    await ended;
    held.release();
    const { en, ru } = await readBoth();
    expect(en).toMatchObject({ state: 'fresh', banners: ['cancelled'] });
    expect(en.text).toContain('The last sync was cancelled after 2 of 3 restaurants.');
    expect(ru.text).toContain('Последнюю синхронизацию отменили: скопировано 2 из 3 ресторанов.');
  });

  it('say that the data are complete although the statistics server does not respond', async () => {
    await app.sync();
    upstream.everyCall((request) => request.socket.destroy());
    await app.sync();
    const { en, ru } = await readBoth();
    expect(en.state).toBe('fresh');
    expect(en.text).toContain('The statistics server does not respond. The numbers are complete through 21 Nov 2026.');
    expect(ru.text).toContain('Сервер статистики не отвечает. Данные полные по 21.11.2026.');
    expect(en.text).toContain('their numbers are from before.');
    expect(en.text).not.toContain('may lack days');
    expect(ru.text).toContain('Их показатели прежние.');
    expect(ru.text).not.toContain('дней может не хватать');
  });

  it('say that there are no newer numbers when the statistics server does not respond and days are missing', async () => {
    serve(NAMES);
    await app.sync();
    upstream.everyCall((request) => request.socket.destroy());
    await app.sync();
    const { en, ru } = await readBoth();
    expect(en.state).toBe('stale');
    expect(en.text).toContain('does not respond, so there are no newer numbers.');
    expect(ru.text).toContain('не отвечает, поэтому новых показателей нет.');
    expect(en.text).not.toContain('complete through');
    expect(en.text).toContain('may lack days');
  });
});
