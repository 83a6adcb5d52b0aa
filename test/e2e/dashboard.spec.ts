import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PageData } from '../../src/admin/dashboard/shared/dto.js';
import { startSeededFixture, type SeededFixture } from '../support/seeded-fixture.js';
import { HtmlClient, type PageResponse } from '../support/html-client.js';

const MONTH = 'from=2026-10-23&to=2026-11-21';
const HOSTILE = '</script><script>alert(1)</script><img src=x onerror=alert(2)>';

let fixture: SeededFixture;
let ani: HtmlClient;
let admin: HtmlClient;

beforeAll(async () => {
  fixture = await startSeededFixture();
  ani = await loggedIn('ani@example.com');
  admin = await loggedIn('admin@example.com');
});

afterAll(() => fixture.stop());

describe('the dashboard page without script', () => {
  it('lists every restaurant in order with its sales, and names the period', async () => {
    const { text } = await ani.get('/admin?period=30d');
    const { body } = await fixture.app.get(`/clients/leaderboard?${MONTH}`);
    expect(text).toContain('data-testid="ranked-list" data-period="2026-10-23..2026-11-21"');
    expect(rowsOf(text)).toEqual(body.clients.map(({ id, totalSales }) => [String(id), totalSales]));
    expect(valueOf(text, 'kpi-sales')).toBe(body.totals.totalSales);
  });

  it('shows the figures of the restaurant in the address', async () => {
    const { id } = fixture.findClient('+1 Sushi');
    const { text } = await ani.get(`/admin?client=${id}&period=30d&excludeFake=true`);
    const { body } = await fixture.app.get(`/clients/${id}/stats?${MONTH}&excludeFake=true`);
    expect(valueOf(text, 'kpi-sales')).toBe(body.summary.totalSales);
    expect(valueOf(text, 'kpi-orders')).toBe(body.summary.totalOrders);
    expect(valueOf(text, 'kpi-customers')).toBe(body.summary.newCustomers);
    expect(valueOf(text, 'kpi-average-check')).toBe(body.summary.averageCheck);
    expect(text).toContain(`data-testid="kpi-sales" data-client-id="${id}"`);
  });

  it('shows the totals and a notice for a restaurant that does not exist', async () => {
    const { status, text } = await ani.get('/admin?client=999999');
    expect(status).toBe(200);
    expect(text).toContain('There is no such restaurant');
  });

  it.each([
    ['Kosong', 'the statistics server has no data for it'],
    ['Tak Dikenal', 'does not know a restaurant called “Tak Dikenal”'],
    ['Belum Buka', 'It starts on 15 Dec 2026.'],
  ])('explains why %s has no data', async (name, reason) => {
    const { text } = await ani.get(`/admin?client=${fixture.findClient(name).id}`);
    expect(text).toContain(reason);
  });

  it('escapes markup in names and notes', async () => {
    const id = await fixture.app.addClient(HOSTILE, { notes: HOSTILE, goals: HOSTILE, contactName: HOSTILE });
    const { text } = await ani.get(`/admin?client=${id}`);
    await fixture.app.post(`/clients/${id}/archive`);
    expect(text).not.toContain('<script>alert');
    expect(text).not.toContain('<img');
    expect(dataOf(text).client?.card.notes).toBe(HOSTILE);
  });

  it('has the notes of the listed restaurants for the flags of the chart, and no others', async () => {
    const own = fixture.clients.find(({ managerId }) => managerId === fixture.managers.ani);
    const foreign = fixture.clients.find(({ managerId }) => managerId === fixture.managers.budi);
    const add = (id: number | undefined, day: string, text: string) =>
      fixture.app.post(`/clients/${id}/notes`, { day, text });
    for (const [id, day, text] of [
      [own?.id, '2026-11-10', 'own'],
      [own?.id, '2026-10-01', 'before the period'],
      [foreign?.id, '2026-11-10', 'foreign'],
    ] as const)
      expect((await add(id, day, text)).status).toBe(201);
    const find = async (query: string) =>
      (
        await fixture.app.get<{ items: { text: string }[] }>(`/dashboard/notes?from=2026-11-01&to=2026-11-21${query}`)
      ).body.items.map(({ text }) => text);
    expect(await find('')).toEqual(['foreign', 'own']);
    expect(await find(`&managerId=${fixture.managers.ani}`)).toEqual(['own']);
    expect(await find('&status=archived')).toEqual([]);
    const texts = Array.from({ length: 200 }, (_, n) => `note ${n}`);
    for (const text of texts) await add(own?.id, '2026-11-11', text);
    // So many flags would mark every day.
    expect((await fixture.app.get('/dashboard/notes?from=2026-11-01&to=2026-11-21')).body).toEqual({
      items: [],
      total: 202,
    });
    const { text } = await ani.get('/admin?from=2026-11-01&to=2026-11-21&mine=true');
    expect(text).toContain('There are 201 notes in this period, too many for flags.');
  });

  it('loads nothing from other hosts and allows no inline script', async () => {
    const { text, headers } = await ani.get('/admin');
    expect(headers.get('content-security-policy')).not.toMatch(/unsafe|nonce|sha256/);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(text).not.toMatch(/ style=|<style|https?:|\son[a-z]+=/);
    const files = [...text.matchAll(/(?:src|href)="(\/admin\/assets\/[^"]+)"/g)].map(([, path = '']) => path);
    expect(files).toHaveLength(2);
    for (const path of files) {
      for (const encoding of ['br', 'gzip', 'identity']) {
        const file = await ani.get(path, { 'accept-encoding': encoding });
        expect([file.status, file.headers.get('content-encoding')]).toEqual([
          200,
          encoding === 'identity' ? null : encoding,
        ]);
        expect(file.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      }
    }
  });

  it('uses the language of the browser, or the chosen one', async () => {
    expect((await ani.get('/admin', { 'accept-language': 'ru-RU,ru;q=0.9' })).text).toContain('<html lang="ru">');
    const reader = await loggedIn('budi@example.com');
    const { location } = await reader.post('/admin/language', { lang: 'ru', next: '/admin?period=7d' });
    const { text } = await reader.get(location ?? '');
    expect(text).toContain('<html lang="ru">');
    expect(text).toContain('data-period="2026-11-15..2026-11-21"');
  });

  it('remembers the filter for own restaurants, but a link overrides it', async () => {
    const hers = fixture.clients.filter(
      ({ managerId, archivedAt }) => managerId === fixture.managers.ani && !archivedAt,
    );
    const cookie = [...ani.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const remembered = { cookie: `${cookie}; mine=true` };
    expect(rowsOf((await ani.get('/admin', remembered)).text)).toHaveLength(hers.length);
    expect(rowsOf((await ani.get('/admin?period=7d', remembered)).text).length).toBeGreaterThan(hers.length);
    expect(rowsOf((await ani.get('/admin?mine=true')).text)).toHaveLength(hers.length);
  });

  it('shows admin actions to admins only', async () => {
    const [forAdmin, forManager] = [(await admin.get('/admin')).text, (await ani.get('/admin')).text];
    for (const testid of ['sync-start', 'sync-days']) {
      expect(forAdmin).toContain(`data-testid="${testid}"`);
      expect(forManager).not.toContain(`data-testid="${testid}"`);
    }
    expect(forManager).toContain('data-testid="sync-panel"');
  });

  it('redirects a token and a monitor user', async () => {
    const response = await fixture.app.request('GET', '/admin', { role: 'admin' });
    expect([response.status, response.headers.get('location')]).toEqual([302, '/admin/account']);
  });
});

async function loggedIn(email: string): Promise<HtmlClient> {
  const client = new HtmlClient(fixture.app, { 'accept-language': 'en' });
  const response: PageResponse = await client.login(email, 'a good password');
  if (response.status !== 303) throw new Error(`${email} could not log in: ${response.status}`);
  return client;
}

/** Returns id and sales of each row, null without a number. */
function rowsOf(text: string): [string, number | null][] {
  const rows = text.split('data-testid="client-row"').slice(1);
  return rows.map((row) => {
    const value = /data-testid="client-sales"(?: data-value="([^"]+)")?/.exec(row)?.[1];
    return [/data-client-id="(\d+)"/.exec(row)?.[1] ?? '', value === undefined ? null : Number(value)];
  });
}

function valueOf(text: string, testid: string): number | null {
  const value = new RegExp(`data-testid="${testid}" data-client-id(?:="\\d*")? data-value="([^"]+)"`).exec(text)?.[1];
  return value === undefined ? null : Number(value);
}

function dataOf(text: string): PageData {
  return JSON.parse(/<script type="application\/json" id="data">(.*?)<\/script>/s.exec(text)?.[1] ?? '') as PageData;
}
