import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PageData } from '../src/admin/dashboard/shared/wire.js';
import type { Leaderboard } from '../src/stats/leaderboard.service.js';
import { startSmallWorld, type SmallWorld } from './support/small-world.js';
import { Visitor, type PageAnswer } from './support/visitor.js';

const MONTH = 'from=2026-10-23&to=2026-11-21';
const HOSTILE = '</script><script>alert(1)</script><img src=x onerror=alert(2)>';

let world: SmallWorld;
let ani: Visitor;
let admin: Visitor;

beforeAll(async () => {
  world = await startSmallWorld();
  ani = await loggedIn('ani@example.com');
  admin = await loggedIn('admin@example.com');
});

afterAll(() => world.stop());

describe('the page, before any script has run', () => {
  it('has every restaurant in its order, with its sales, and says which days they are of', async () => {
    const { text } = await ani.get('/admin?period=30d');
    const { body } = await world.app.get<Leaderboard>(`/clients/leaderboard?${MONTH}`);
    expect(text).toContain('data-testid="ranked-list" data-period="2026-10-23..2026-11-21"');
    expect(rowsOf(text)).toEqual(body.clients.map(({ id, totalSales }) => [String(id), totalSales]));
    expect(valueOf(text, 'kpi-sales')).toBe(body.totals.totalSales);
  });

  it('has the figures of the restaurant in the address', async () => {
    const { id } = world.named('+1 Sushi');
    const { text } = await ani.get(`/admin?client=${id}&period=30d&excludeFake=true`);
    const { body } = await world.app.get<{ summary: Record<string, number> }>(
      `/clients/${id}/stats?${MONTH}&excludeFake=true`,
    );
    expect(valueOf(text, 'kpi-sales')).toBe(body.summary.totalSales);
    expect(valueOf(text, 'kpi-orders')).toBe(body.summary.totalOrders);
    expect(valueOf(text, 'kpi-customers')).toBe(body.summary.newCustomers);
    expect(valueOf(text, 'kpi-average-check')).toBe(body.summary.averageCheck);
    expect(text).toContain(`data-testid="kpi-sales" data-client-id="${id}"`);
  });

  it('shows everybody together for a restaurant that does not exist, and says so', async () => {
    const { status, text } = await ani.get('/admin?client=999999');
    expect(status).toBe(200);
    expect(text).toContain('There is no such restaurant');
  });

  it.each([
    ['Kosong', 'has no data of this restaurant'],
    ['Tak Dikenal', 'does not know a restaurant called “Tak Dikenal”'],
    ['Belum Buka', 'It starts on 15 Dec 2026.'],
  ])('says why %s has no data', async (name, reason) => {
    const { text } = await ani.get(`/admin?client=${world.named(name).id}`);
    expect(text).toContain(reason);
  });

  it('keeps markup in names and notes inert', async () => {
    const id = await world.app.addClient(HOSTILE, { notes: HOSTILE, goals: HOSTILE, contactName: HOSTILE });
    const { text } = await ani.get(`/admin?client=${id}`);
    await world.app.post(`/clients/${id}/archive`);
    expect(text).not.toContain('<script>alert');
    expect(text).not.toContain('<img');
    expect(dataOf(text).client?.card.notes).toBe(HOSTILE);
  });

  it('loads nothing from elsewhere and allows nothing inline', async () => {
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

  it('speaks the language of the browser, or the one that was chosen', async () => {
    expect((await ani.get('/admin', { 'accept-language': 'ru-RU,ru;q=0.9' })).text).toContain('<html lang="ru">');
    const reader = await loggedIn('budi@example.com');
    const { location } = await reader.post('/admin/language', { lang: 'ru', next: '/admin?period=7d' });
    const { text } = await reader.get(location ?? '');
    expect(text).toContain('<html lang="ru">');
    expect(text).toContain('data-period="2026-11-15..2026-11-21"');
  });

  it('remembers whether one wants one’s own restaurants, but a link says it for everybody', async () => {
    const hers = world.clients.filter(({ managerId, archivedAt }) => managerId === world.managers.ani && !archivedAt);
    const cookie = [...ani.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const remembered = { cookie: `${cookie}; mine=true` };
    expect(rowsOf((await ani.get('/admin', remembered)).text)).toHaveLength(hers.length);
    expect(rowsOf((await ani.get('/admin?period=7d', remembered)).text).length).toBeGreaterThan(hers.length);
    expect(rowsOf((await ani.get('/admin?mine=true')).text)).toHaveLength(hers.length);
  });

  it('has what an admin may do for admins only', async () => {
    const [forAdmin, forManager] = [(await admin.get('/admin')).text, (await ani.get('/admin')).text];
    for (const testid of ['sync-start', 'sync-days']) {
      expect(forAdmin).toContain(`data-testid="${testid}"`);
      expect(forManager).not.toContain(`data-testid="${testid}"`);
    }
    expect(forManager).toContain('data-testid="sync-panel"');
  });

  it('is for people: a token and a monitor are sent on', async () => {
    const answer = await world.app.request('GET', '/admin', { role: 'admin' });
    expect([answer.status, answer.headers.get('location')]).toEqual([302, '/admin/account']);
  });
});

async function loggedIn(email: string): Promise<Visitor> {
  const visitor = new Visitor(world.app, { 'accept-language': 'en' });
  const answer: PageAnswer = await visitor.login(email, 'a good password');
  if (answer.status !== 303) throw new Error(`${email} could not log in: ${answer.status}`);
  return visitor;
}

/** Id and sales of each row, null without a number. */
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
