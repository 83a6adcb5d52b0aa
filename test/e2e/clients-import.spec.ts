import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SYSTEM } from '../../src/auth/audit/actor.js';
import { UsersService } from '../../src/auth/users/users.service.js';
import type { ImportPreviewDto } from '../../src/clients/import/clients-import.dto.js';
import type { ClientDto } from '../../src/clients/client.dto.js';
import { cliHere, documentOf } from '../support/cli.js';
import { createTestApp, type TestApp } from '../support/create-test-app.js';
import { HtmlClient } from '../support/html-client.js';
import { databaseIn } from '../support/test-database.js';

const ANI = 'ani@example.com';
const HEADER = 'name,status,manager,owner,monthlyTarget,notes';

let app: TestApp;
let aniId: number;

beforeAll(async () => {
  app = await createTestApp({ env: { SYNC_ON_START: 'off' } });
  await app.server.backgroundStarted;
  const users = app.server.app.get(UsersService);
  aniId = (await users.create({ email: ANI, role: 'manager', password: 'a good password' }, SYSTEM)).id;
  await app.post('/owners', { name: 'Pak Made', language: 'id' });
});

beforeEach(() => app.database.write((tx) => tx.query('DELETE FROM client')));

afterAll(() => app.stop());

async function send(path: string, body: string | Uint8Array | FormData, type?: string) {
  const response = await fetch(`${app.server.url}/api/v1/clients/import/${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await app.token('manager')}`, ...(type && { 'content-type': type }) },
    body: body as BodyInit,
  });
  return { status: response.status, body: (await response.json()) as ImportPreviewDto };
}

const fieldOf = (page: string, name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1] ?? '';
const textOf = (page: string) => page.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');

const preview = (...lines: string[]) => send('preview', lines.join('\n'), 'text/csv');
const apply = (code: string, ...lines: string[]) => send(`apply?preview=${code}`, lines.join('\n'), 'text/csv');
const clients = () =>
  app.rows<{ name: string; notes: string | null }>('SELECT name, status, manager_id, notes FROM client ORDER BY name');

async function exportCsv(): Promise<string> {
  const headers = { authorization: `Bearer ${await app.token('manager')}` };
  const response = await fetch(`${app.server.url}/api/v1/clients/export.csv`, { headers });
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(await response.arrayBuffer());
}

it('shows what is created, changed and rejected before anything is written', async () => {
  await app.addClient('Warung', { notes: 'old' });
  const before = await clients();
  const lines = [HEADER, `Warung,active,${ANI},Pak Made,90000000,new`, 'Kafe,paused,,,,', 'Bad,asleep,,,,'];
  const { status, body } = await preview(...lines);
  expect(status).toBe(200);
  expect(body).toMatchObject({ created: 1, updated: 1, unchanged: 0, rejected: [{ line: 4 }] });
  expect(body.changes).toEqual([
    {
      ...{ line: 2, name: 'Warung', outcome: 'updated' },
      changed: expect.arrayContaining(['manager', 'owner', 'notes', 'monthlyTarget']),
      values: [
        { column: 'notes', before: 'old', after: 'new' },
        { column: 'monthlyTarget', before: null, after: 90_000_000 },
        { column: 'manager', before: null, after: ANI },
        { column: 'owner', before: null, after: 'Pak Made' },
      ],
    },
    {
      ...{ line: 3, name: 'Kafe', outcome: 'created', changed: [] },
      values: [
        { column: 'upstreamName', before: null, after: 'Kafe' },
        { column: 'status', before: null, after: 'paused' },
      ],
    },
  ]);
  expect(await clients()).toEqual(before);
  const audit = 'SELECT id FROM audit_log';
  const events = (await app.rows(audit)).length;
  expect((await apply(body.preview, ...lines)).body).toEqual(body);
  expect(await clients()).toMatchObject([
    { name: 'Kafe', status: 'paused', manager_id: null },
    { name: 'Warung', manager_id: aniId, notes: 'new' },
  ]);
  expect(await app.rows(audit)).toHaveLength(events + 2);
});

it('writes nothing when the file or a restaurant changed since the preview', async () => {
  const id = await app.addClient('Warung', { notes: 'old' });
  const lines = ['name,notes', 'Warung,new', 'Kafe,x'];
  const { body } = await preview(...lines);
  expect((await apply(body.preview, ...lines, 'Third,y')).status).toBe(409);
  await app.call('PATCH', `/clients/${id}`, { notes: 'changed by somebody' });
  const refused = await apply(body.preview, ...lines);
  expect(refused).toMatchObject({ status: 409, body: { message: expect.stringContaining('Nothing was written') } });
  expect((await clients()).map(({ name, notes }) => [name, notes])).toEqual([['Warung', 'changed by somebody']]);
});

it('takes back the export of clients without a change, and with one', async () => {
  await app.addClient('=cmd()', {
    managerId: aniId,
    contactPhone: '+62 812',
    notes: "'=x\n-y; =z",
    monthlyTarget: 5_000_000,
  });
  await app.addClient("'-quoted", { contactTelegram: '@ayu' });
  const csv = await exportCsv();
  expect((await preview(csv)).body).toMatchObject({ created: 0, updated: 0, unchanged: 2, rejected: [] });
  expect((await preview(csv.replace('5000000', '6000000'))).body).toMatchObject({
    updated: 1,
    changes: [{ name: '=cmd()', changed: ['monthlyTarget'] }],
  });
});

describe('the export that is edited and brought back', () => {
  const BUDI = 'budi@example.com';
  /** Every field of every client but the time of its last change. */
  const read = async () =>
    (await app.get<{ items: ClientDto[] }>('/clients')).body.items.map(({ updatedAt: _, ...client }) => client);

  /** Sends the file on the page of the panel, which shows what it does before it is written. */
  async function throughPanel(csv: string): Promise<void> {
    const panel = new HtmlClient(app);
    await panel.login(ANI, 'a good password');
    const page = await panel.postMultipart('/admin/import', { text: csv });
    expect(textOf(page.text)).toContain('Kafe');
    for (const text of [ANI, BUDI, 'Pak Made', 'Bu Wayan']) expect(page.text).toContain(text);
    expect(page.text).not.toContain('+62 811');
    const form = { content: fieldOf(page.text, 'content'), preview: fieldOf(page.text, 'preview') };
    const done = await panel.postMultipart('/admin/import/apply', form);
    expect(done).toMatchObject({ status: 303, location: '/admin/import?created=0&updated=1' });
  }

  async function throughCli(csv: string): Promise<void> {
    const env = { DATABASE_URL: await databaseIn(app.folder), DELIVERY_STATS_API_URL: 'http://127.0.0.1:9' };
    const response = await cliHere(['clients:import', '-', '--json'], env, csv);
    expect(documentOf(response)).toEqual({ created: 0, updated: 1, unchanged: 1, rejected: [] });
  }

  it.each([
    ['the panel', throughPanel],
    ['the CLI', throughCli],
  ])(
    'changes the manager, the owner and the target that were edited, and nothing else, through %s',
    async (_, bring) => {
      const users = app.server.app.get(UsersService);
      const budi =
        (await users.list()).find(({ email }) => email === BUDI) ??
        (await users.create({ email: BUDI, role: 'manager', password: 'a good password' }, SYSTEM));
      const owners = (await app.get<{ items: { id: number; name: string }[] }>('/owners')).body.items;
      const ownerOf = async (name: string) =>
        owners.find((owner) => owner.name === name)?.id ??
        (await app.post<{ id: number }>('/owners', { name })).body.id;
      const [made, wayan] = [await ownerOf('Pak Made'), await ownerOf('Bu Wayan')];
      const fields = {
        managerId: aniId,
        ownerId: made,
        monthlyTarget: 5_000_000,
        contactPhone: '+62 811',
        goals: 'more, "better"\nlunches',
        startDate: '2026-01-05',
      };
      await app.addClient('Kafe', fields);
      await app.addClient('Warung', fields);
      const [kafe, warung] = await read();
      const edited = (await exportCsv()).replace(/^Kafe,[^]*?(?=^Warung,)/m, (record) =>
        record.replace(ANI, BUDI).replace('Pak Made', 'Bu Wayan').replace('5000000', '6000000'),
      );
      await bring(edited);
      expect(await read()).toEqual([{ ...kafe, managerId: budi.id, ownerId: wayan, monthlyTarget: 6_000_000 }, warung]);
      expect(await app.rows('SELECT name FROM client')).toHaveLength(2);
    },
  );
});

it('takes the file as multipart too', async () => {
  const form = new FormData();
  form.set('file', new Blob(['name\nWarung']), 'clients.csv');
  expect(await send('preview', form)).toMatchObject({ status: 200, body: { created: 1 } });
});

it.each([
  ['an unknown manager', `name,manager\nA,nobody@example.com`, 'manager: no user has the e-mail nobody@example.com'],
  ['an unknown owner', 'name,owner\nA,Nobody', 'owner: there is no owner Nobody; create the owner first'],
  ['a target that is no number', 'name,monthlyTarget\nA,much', 'monthlyTarget: '],
])('rejects a record with %s', async (_, file, reason) => {
  expect((await preview(file)).body.rejected).toMatchObject([{ line: 2, reason: expect.stringContaining(reason) }]);
});

it('says at once everything that is wrong with a line: its own values, and what they refer to', async () => {
  await app.addClient('Held', { upstreamName: 'taken' });
  const file = 'name,upstreamName,manager,owner,startDate\nA,,,,\nA,taken,nobody@example.com,Nobody,31.01.2026';
  const { body } = await preview(file);
  expect(body.rejected.map(({ line, details }) => [line, details.map(({ path }) => path)])).toEqual([
    [3, ['startDate', 'name', 'upstreamName', 'manager', 'owner']],
  ]);
  expect(body.rejected[0]?.reason).toMatch(/startDate: .+; name: .+; upstreamName: .+; manager: .+; owner: /);
});

it.each([
  ['no file', '', undefined, 400],
  ['a file that is not UTF-8', Uint8Array.of(0x6e, 0xff, 0xfe), 'text/csv', 400],
  ['a file without a name column', 'notes\nx', 'text/csv', 400],
  ['a file of more than a megabyte', `name\n${'x'.repeat(1_100_000)}`, 'text/csv', 413],
  ['more records than fit', `name\n${Array.from({ length: 1001 }, (_, n) => `R ${n}`).join('\n')}`, 'text/csv', 400],
])('refuses %s', async (_, file, type, status) => {
  expect((await send('preview', file, type)).status).toBe(status);
});

it('gives several restaurants a manager and a status, all or none', async () => {
  const ids = [await app.addClient('Warung'), await app.addClient('Kafe')];
  const assign = (body: object) => app.post('/clients/assign', body);
  const input = { clientIds: ids, managerId: aniId, status: 'paused' };
  expect(await assign(input)).toMatchObject({ status: 200, body: { assigned: 2 } });
  expect(await clients()).toMatchObject([
    { name: 'Kafe', manager_id: aniId, status: 'paused' },
    { name: 'Warung', manager_id: aniId, status: 'paused' },
  ]);
  expect((await assign({ clientIds: [...ids, 999_999], status: 'active' })).status).toBe(404);
  expect((await assign({ clientIds: ids, managerId: 999_999 })).status).toBe(400);
  expect(await clients()).toMatchObject([{ status: 'paused' }, { status: 'paused' }]);
});

describe('the import page', () => {
  let panel: HtmlClient;

  beforeAll(async () => {
    panel = new HtmlClient(app, { 'accept-language': 'ru' });
    await panel.login(ANI, 'a good password');
  });

  it('names each change and each error by line and field, and writes nothing before it is applied', async () => {
    await app.addClient('Warung', { notes: 'old' });
    const file = [
      HEADER,
      `Warung,paused,${ANI},Pak Made,90000000,"two\nlines"`,
      'Bad,asleep,nobody@x.com,,much,',
      '<b>,,,,,',
    ];
    const page = await panel.postMultipart('/admin/import', { file: new Blob([file.join('\n')]), text: '' });
    expect(page.status).toBe(200);
    const text = textOf(page.text);
    expect(text).toContain('Новых ресторанов: 1, изменённых: 1, без изменений: 0, строк с ошибками: 1');
    expect(text).toContain('4 Статус нужно active, paused или churned');
    expect(text).toContain('4 План на месяц, Rp нужно целое число рупий');
    expect(text).toContain('2 Warung изменится Статус: активен → на паузе Заметки: old → two lines');
    expect(text).toContain(`План на месяц, Rp: — → 90 000 000 Менеджер: — → ${ANI} Владелец: — → Pak Made`);
    expect(page.text).not.toContain('<b>,');
    expect(await clients()).toMatchObject([{ name: 'Warung', notes: 'old' }]);

    const form = { content: fieldOf(page.text, 'content'), preview: fieldOf(page.text, 'preview') };
    const done = await panel.postMultipart('/admin/import/apply', form);
    expect(done).toMatchObject({ status: 303, location: '/admin/import?created=1&updated=1' });
    expect(textOf((await panel.get('/admin/import?created=1&updated=1')).text)).toContain('новых 1, изменённых 1');
    expect(await clients()).toMatchObject([
      { name: '<b>', status: 'active' },
      { name: 'Warung', status: 'paused', manager_id: aniId, notes: 'two\nlines' },
    ]);
    expect(await app.rows('SELECT target FROM client_target')).toEqual([{ target: 9_000_000_000 }]);
    // The same form again finds other restaurants than it was previewed with.
    const again = await panel.postMultipart('/admin/import/apply', form);
    expect([again.status, textOf(again.text)]).toEqual([409, expect.stringContaining('Ничего не записано')]);
  });

  it.each([
    [{ text: '' }, 'файл: выберите файл или вставьте его текст'],
    [{ text: 'name,ceo\nA,b' }, '«ceo»: неизвестный столбец'],
    [{ text: 'notes\nA' }, '«name»: этого столбца нет в заголовке'],
    [{ text: '', file: new Blob([Uint8Array.of(0x6e, 0xff)]) }, 'файл: это не текст в UTF-8'],
  ])('says what is wrong with the file as a whole: %j', async (form, sentence) => {
    const page = await panel.postMultipart('/admin/import', form);
    expect([page.status, textOf(page.text)]).toEqual([400, expect.stringContaining(sentence)]);
  });

  it('takes the text of a browser, whose line ends are two characters, as it was', async () => {
    const page = await panel.postMultipart('/admin/import', { text: 'name,notes\r\nWarung,"a\r\nb"' });
    expect(Buffer.from(fieldOf(page.text, 'content'), 'base64').toString()).toBe('name,notes\nWarung,"a\nb"');
  });
});

it('gives the restaurants that are selected in the list a manager and a status on one page', async () => {
  const ids = [await app.addClient('Warung'), await app.addClient('Kafe')];
  const panel = new HtmlClient(app);
  await panel.login(ANI, 'a good password');
  const list = '?filters.status=active&filters.name=a%26b&page=2';
  const page = await panel.get(`/admin/clients/assign?ids=${ids.join(',')}&list=${encodeURIComponent(list)}`);
  expect(page.text).toContain('2 restaurants:');
  // Cancelling and saving lead back to the list with its filter, search and page.
  expect(page.text).toContain(`name="list" value="${list.replaceAll('&', '&amp;')}"`);
  expect(page.text).toContain(`href="/admin/resources/clients${list.replaceAll('&', '&amp;')}"`);
  expect(page.text).toContain(`<option value="${aniId}">${ANI}</option>`);
  const form = { ids: ids.join(','), list, manager: String(aniId), status: 'paused' };
  const saved = await panel.post('/admin/clients/assign', form);
  expect(saved).toMatchObject({ status: 303, location: `/admin/resources/clients${list}&changed=2` });
  const expected = { manager_id: aniId, status: 'paused' };
  expect(await clients()).toMatchObject([expected, expected]);
  await panel.post('/admin/clients/assign', { ...form, manager: 'none', status: 'keep' });
  expect(await clients()).toMatchObject([{ manager_id: null, status: 'paused' }, { manager_id: null }]);
  const unknown = await panel.post('/admin/clients/assign', { ...form, manager: '4711' });
  expect([unknown.status, unknown.text]).toEqual([400, expect.stringContaining('no such user')]);
});
