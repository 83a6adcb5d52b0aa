import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { DigestSchedule } from '../../src/digest/digest.schedule.js';
import { IncidentMonitor } from '../../src/operations/alerts/incident-monitor.js';
import { SyncRun } from '../../src/sync/runs/sync-run.entity.js';
import { TelegramLinkPoller } from '../../src/telegram/telegram-link-poller.js';
import { TelegramMessengerService } from '../../src/telegram/telegram-messenger.service.js';
import { TestClock } from '../support/create-test-app.js';
import { BOT_NAME, BOT_TOKEN, FakeTelegram } from '../support/fake-telegram.js';
import { HtmlClient } from '../support/html-client.js';
import { LogLines } from '../support/log-lines.js';
import { NOW, startSeededFixture, type SeededFixture } from '../support/seeded-fixture.js';

const PASSWORD = 'a good password';
const MINUTE = 60_000;
const ANI_CHAT = 1001;
const BUDI_CHAT = 1002;
const ADMIN_CHAT = 1003;
const PUBLIC_URL = 'https://stats.example.com';
const PAGE = '/admin/telegram';

let telegram: FakeTelegram;
let fixture: SeededFixture;
const clock = TestClock.at(NOW);
const log = new LogLines();

beforeAll(async () => {
  telegram = await FakeTelegram.start();
  fixture = await startSeededFixture({ env: { ...telegram.env, PUBLIC_URL }, clock, log });
});

afterAll(async () => {
  await fixture.stop();
  await telegram.close();
  expect(log.text).not.toContain(BOT_TOKEN);
});

afterEach(async () => {
  telegram.sent.length = 0;
  telegram.refusals.length = 0;
  clock.set(NOW);
  await fixture.app.database.write((tx) => tx.query('DELETE FROM telegram_message'));
  await fixture.app.database.write((tx) => tx.query('DELETE FROM telegram_chat'));
});

const poll = () => fixture.app.server.app.get(DigestSchedule).poll();
const readMessages = () => fixture.app.server.app.get(TelegramLinkPoller).poll();
const later = (ms: number) => clock.set(new Date(clock.now().getTime() + ms).toISOString());

async function login(email: string, language: 'ru' | 'en'): Promise<HtmlClient> {
  const browser = new HtmlClient(fixture.app);
  expect((await browser.login(email, PASSWORD)).status).toBe(303);
  browser.cookies.set('lang', language);
  return browser;
}

async function createCode(browser: HtmlClient): Promise<string> {
  const { text } = await browser.post(PAGE, { action: 'link' });
  return /data-testid="telegram-code">(\w+)</.exec(text)?.[1] ?? '';
}

/** Links a chat, and asks for the digest at a time that has passed. */
async function link(email: string, chat: number, language: 'ru' | 'en' = 'en'): Promise<HtmlClient> {
  const browser = await login(email, language);
  telegram.write(chat, `/start ${await createCode(browser)}`);
  await readMessages();
  await browser.post(PAGE, { action: 'digest', when: 'at', time: '09:30' });
  telegram.sent.length = 0;
  return browser;
}

describe('a chat', () => {
  it('is linked by a code that the page shows and the person sends to the bot', async () => {
    const browser = await login('ani@example.com', 'en');
    expect((await browser.get('/admin/account')).text).toContain('href="/admin/telegram"');
    const { text } = await browser.post(PAGE, { action: 'link' });
    const code = /data-testid="telegram-code">(\w+)</.exec(text)?.[1] ?? '';
    expect(text).toContain(`https://t.me/${BOT_NAME}?start=${code}`);
    expect(JSON.stringify(await fixture.app.rows('SELECT * FROM telegram_chat'))).not.toContain(code);
    telegram.write(ANI_CHAT, `/start ${code}`);
    await readMessages();
    expect(telegram.textsIn(ANI_CHAT)).toEqual([expect.stringContaining('this chat is linked')]);
    expect((await browser.get(PAGE)).text).toContain('A Telegram chat is connected.');
    telegram.write(BUDI_CHAT, code);
    await createCode(await login('budi@example.com', 'en'));
    await readMessages();
    expect(telegram.textsIn(BUDI_CHAT)).toEqual([]);
    expect(await fixture.app.rows(`SELECT action FROM audit_log WHERE action LIKE 'telegram%'`)).toContainEqual({
      action: 'telegram.link',
    });
  });

  it('is not linked by an expired code, a wrong one, or from a group', async () => {
    const browser = await login('ani@example.com', 'en');
    const code = await createCode(browser);
    telegram.write(ANI_CHAT, 'ABCDEFGH2345');
    telegram.write(-5, `/start ${code}`, 'group');
    await readMessages();
    later(10 * MINUTE + 1);
    await createCode(await login('budi@example.com', 'en'));
    telegram.write(ANI_CHAT, `/start ${code}`);
    await readMessages();
    expect(telegram.sent).toEqual([]);
    expect((await browser.get(PAGE)).text).toContain('Connect Telegram');
  });

  it('is read no more after five wrong codes', async () => {
    const stranger = 6666;
    const browser = await login('ani@example.com', 'en');
    const code = await createCode(browser);
    for (let guess = 2; guess < 7; guess++) telegram.write(stranger, `ABCDEFGH234${guess}`);
    telegram.write(stranger, code);
    await readMessages();
    expect(telegram.sent).toEqual([]);
    expect((await browser.get(PAGE)).text).toContain('Connect Telegram');
  });

  it('belongs to one user, and its person can unlink it', async () => {
    const ani = await link('ani@example.com', ANI_CHAT);
    const budi = await link('budi@example.com', ANI_CHAT);
    expect((await ani.get(PAGE)).text).toContain('Connect Telegram');
    await budi.post(PAGE, { action: 'unlink' });
    await poll();
    expect(telegram.sent).toEqual([]);
  });
});

describe('the digest', () => {
  it('is of the own restaurants only, with the numbers of the panel, once', async () => {
    await link('ani@example.com', ANI_CHAT, 'ru');
    await link('budi@example.com', BUDI_CHAT, 'en');
    await poll();
    await poll();
    const [ani = '', ...others] = telegram.textsIn(ANI_CHAT);
    const [budi = ''] = telegram.textsIn(BUDI_CHAT);
    expect(others).toEqual([]);
    expect(telegram.sent).toHaveLength(2);
    expect(ani).toContain('<b>Вчера, 21.11.2026</b>');
    const { body } = await fixture.app.get(`/stats/yesterday?managerId=${fixture.managers.ani}`);
    expect(ani).toContain(`Отчитались все ${body.expected} ресторана`);
    expect(budi).toContain('Yesterday, 21 Nov 2026');
    expect(budi).toContain(`<a href="${PUBLIC_URL}/admin?mine=true">Open my restaurants</a>`);
    const foreign = fixture.clients.filter(({ managerId }) => managerId !== fixture.managers.ani);
    for (const { name } of foreign.filter((client) => client.name.length > 2)) expect(ani).not.toContain(name);
    expect(budi).not.toContain('Komang');
  });

  it('says of an incomplete day that it is incomplete, and who is missing', async () => {
    const { id } = fixture.findClient('KOPI ombak');
    await fixture.app.call('PATCH', `/clients/${id}`, { managerId: fixture.managers.ani, name: 'Kopi <b> & co' });
    await link('ani@example.com', ANI_CHAT);
    await poll();
    await fixture.app.call('PATCH', `/clients/${id}`, { managerId: null, name: 'KOPI ombak' });
    const [text = ''] = telegram.textsIn(ANI_CHAT);
    expect(text).toContain('2 of 3 restaurants reported. The day is not complete.');
    expect(text).toContain('Sales of those that reported: Rp');
    const address = `${PUBLIC_URL}/admin?client=${id}`;
    expect(text).toContain(`<b>No data:</b>\n• <a href="${address}">Kopi &lt;b&gt; &amp; co</a>`);
  });

  it('waits for the nightly run, or for its time', async () => {
    const browser = await link('ani@example.com', ANI_CHAT);
    clock.set('2026-11-22T01:29:00.000Z');
    await poll();
    expect(telegram.sent).toEqual([]);
    await browser.post(PAGE, { action: 'digest', when: 'after_run' });
    clock.set('2026-11-22T01:35:00.000Z');
    await poll();
    expect(telegram.sent).toEqual([]);
    await addNightlyRun('2026-11-22T01:00:00.000Z');
    await poll();
    expect(telegram.textsIn(ANI_CHAT)).toHaveLength(1);
  });

  it('is not sent to a person who turned it off or is disabled', async () => {
    const browser = await link('ani@example.com', ANI_CHAT);
    expect((await browser.post(PAGE, { action: 'digest', when: 'at', time: '25:00' })).status).toBe(400);
    await browser.post(PAGE, { action: 'digest', when: 'off' });
    await poll();
    expect(telegram.sent).toEqual([]);
  });
});

describe('a message', () => {
  it('waits as long as Telegram asks', async () => {
    await link('ani@example.com', ANI_CHAT);
    telegram.refusals.push({ status: 429, retryAfter: 30 });
    await poll();
    await poll();
    expect(telegram.sent).toEqual([]);
    later(31_000);
    await poll();
    expect(telegram.textsIn(ANI_CHAT)).toHaveLength(1);
  });

  it('to a person who blocked the bot unlinks the chat, and the account page says so', async () => {
    const browser = await link('ani@example.com', ANI_CHAT);
    telegram.refusals.push({ status: 403, description: 'Forbidden: bot was blocked by the user' });
    await poll();
    expect((await browser.get('/admin/account')).text).toContain('Telegram was disconnected');
    later(10 * MINUTE);
    await poll();
    expect(telegram.sent).toEqual([]);
  });

  it('whose sender died before it was stored as sent is repeated once, and never again', async () => {
    await link('ani@example.com', ANI_CHAT);
    telegram.refusals.push('lost', 'lost', 'lost');
    for (let attempt = 0; attempt < 4; attempt++) {
      await poll();
      later(5 * MINUTE + 1);
    }
    expect(telegram.textsIn(ANI_CHAT)).toHaveLength(2);
  });

  it('is sent by one of several senders', async () => {
    await link('ani@example.com', ANI_CHAT);
    const messenger = fixture.app.server.app.get(TelegramMessengerService);
    const message = { userId: fixture.managers.ani, key: 'test', compose: () => Promise.resolve(['once']) };
    const { signal } = new AbortController();
    await Promise.all([1, 2, 3].map(() => messenger.send(message, signal)));
    expect(telegram.textsIn(ANI_CHAT)).toEqual(['once']);
  });

  it('is split where it is too long for Telegram', async () => {
    await link('ani@example.com', ANI_CHAT);
    const messenger = fixture.app.server.app.get(TelegramMessengerService);
    const lines = Array.from({ length: 300 }, (_, index) => `• <b>Restaurant ${index}</b> &amp; co`);
    const compose = () => Promise.resolve(lines);
    await messenger.send({ userId: fixture.managers.ani, key: 'long', compose }, new AbortController().signal);
    const texts = telegram.textsIn(ANI_CHAT);
    expect(texts.length).toBeGreaterThan(1);
    expect(Math.max(...texts.map((text) => text.length))).toBeLessThanOrEqual(4096);
    expect(texts.join('\n').split('\n')).toEqual(lines);
  });
});

describe('an incident', () => {
  it('is told to admins, not to managers, once when it begins and once when it ends', async () => {
    const admin = await link('admin@example.com', ADMIN_CHAT, 'ru');
    await admin.post(PAGE, { action: 'digest', when: 'off' });
    const ani = await link('ani@example.com', ANI_CHAT);
    await ani.post(PAGE, { action: 'digest', when: 'off' });
    clock.set('2026-12-05T06:00:00.000Z');
    await fixture.app.server.app.get(IncidentMonitor).poll();
    await poll();
    await poll();
    expect(telegram.textsIn(ADMIN_CHAT).filter((text) => text.includes('Цифры устарели.'))).toEqual([
      `<b>Проблема:</b> Цифры устарели.\n<a href="${PUBLIC_URL}/admin/status">Открыть состояние сервера</a>`,
    ]);
    clock.set('2026-12-05T06:01:00.000Z');
    await fixture.app.database.write((tx) =>
      tx.query(`UPDATE incident SET "open" = NULL, ended_at = '2026-12-05T06:01:00.000Z' WHERE kind = 'data_stale'`),
    );
    await poll();
    expect(
      telegram.textsIn(ADMIN_CHAT).filter((text) => text === '<b>Проблема устранена:</b> Цифры устарели.'),
    ).toHaveLength(1);
    expect(telegram.textsIn(ANI_CHAT)).toEqual([]);
  });
});

/** Adds an ended nightly run, as the newest run but for its trigger. */
async function addNightlyRun(scheduledFor: string): Promise<void> {
  await fixture.app.database.write(async (tx) => {
    const { id: _, ...run } = await tx.findOneOrFail(SyncRun, { where: {}, order: { id: 'DESC' } });
    await tx.insert(SyncRun, { ...run, trigger: 'cron', scheduledFor });
  });
}
