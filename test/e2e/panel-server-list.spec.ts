import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startSeededFixture, type SeededFixture } from '../support/seeded-fixture.js';
import { HtmlClient } from '../support/html-client.js';

const PASSWORD = 'a good password';
const ru = { 'accept-language': 'ru' };

let fixture: SeededFixture;
const clients = {} as Record<'admin' | 'manager', HtmlClient>;

beforeAll(async () => {
  fixture = await startSeededFixture();
  for (const [role, email] of [
    ['admin', 'admin@example.com'],
    ['manager', 'ani@example.com'],
  ] as const) {
    clients[role] = new HtmlClient(fixture.app);
    await clients[role].login(email, PASSWORD);
  }
});

afterAll(() => fixture.stop());

interface PageList {
  readonly status: number;
  readonly heading: string;
  /** The cells of each row. */
  readonly rows: readonly (readonly string[])[];
  /** The response that came with the page; null when AdminJS has to fetch it. */
  readonly data: {
    readonly meta: { readonly total: number };
    readonly records: readonly { readonly params: Record<string, unknown> }[];
    readonly actions: readonly { readonly name: string }[];
  } | null;
}

/** Opens the page of a list as a browser that has run no script yet. */
async function open(path: string, client = clients.admin, headers: Record<string, string> = {}): Promise<PageList> {
  const { status, text } = await client.get(`/admin/resources/${path}`, headers);
  const [, state = '{"SERVER_LIST":null}'] = /id="state">(.*?)<\/script>/s.exec(text) ?? [];
  const [, body = ''] = /<tbody>(.*?)<\/tbody>/s.exec(text) ?? [];
  const textsIn = (row: string) =>
    [...row.matchAll(/<\/span><(?:a|span)[^>]*>([^<]*)<\/(?:a|span)><\/div>/g)].map(([, cell = '']) => cell);
  return {
    status,
    heading: (/<h1>(.*?)<\/h1>/.exec(text)?.[1] ?? '').replace(/<[^>]*>/g, ' ').trim(),
    rows: body.split('</tr>').slice(0, -1).map(textsIn),
    data: (JSON.parse(state) as { SERVER_LIST: PageList['data'] }).SERVER_LIST,
  };
}

/** Fetches the list as AdminJS does. */
async function fetchList(path: string, client = clients.admin) {
  const [table = '', query = ''] = path.split('?');
  const { text } = await client.get(`/admin/api/resources/${table}/actions/list?${query}`);
  return JSON.parse(text) as NonNullable<PageList['data']>;
}

describe('the list in the page', () => {
  it.each([
    'clients',
    'clients?filters.status=paused',
    'clients?filters.archived=yes',
    'clients?sortBy=name&direction=desc&perPage=3&page=2',
    'statistics?sortBy=totalSales&direction=desc',
    'items?filters.outcome=notDone',
    'runs',
    'users',
  ])('has the records that the API returns for %s', async (path) => {
    const { data, rows } = await open(path);
    const fetched = await fetchList(path);
    expect(fetched.records.length).toBeGreaterThan(0);
    expect(data?.meta).toEqual(fetched.meta);
    expect(data?.records.map(({ params }) => params)).toEqual(fetched.records.map(({ params }) => params));
    expect(rows).toHaveLength(fetched.records.length);
  });

  it('has the columns, names of values and number of rows in the language of the reader', async () => {
    expect((await open('clients?filters.name=Istirahat')).rows).toEqual([
      ['Istirahat', 'paused', 'ani@example.com', '—', '—', '—', '—'],
    ]);
    const { heading, rows } = await open('clients?filters.name=Istirahat', clients.admin, ru);
    expect([heading, rows[0]?.slice(0, 2)]).toEqual(['Рестораны 1', ['Istirahat', 'на паузе']]);
  });

  it('offers a manager no action of an admin and shows a manager no list of admins', async () => {
    const namesOf = ({ data }: PageList) => data?.actions.map(({ name }) => name);
    expect(namesOf(await open('clients'))).toContain('syncSelected');
    const seen = namesOf(await open('clients', clients.manager));
    expect(seen).toContain('setPaused');
    expect(seen).not.toContain('syncSelected');
    expect(seen).not.toContain('sync');
    for (const table of ['users', 'audit']) {
      expect(await open(table, clients.manager)).toMatchObject({ status: 403, rows: [], data: null });
    }
  });

  it('names no viewer, whose page another viewer may get', async () => {
    const { text } = await clients.manager.get('/admin/resources/owners');
    const [, state = ''] = /id="state">(.*?)<\/script>/s.exec(text) ?? [];
    expect(state).toContain('"role":"manager"');
    expect(state).not.toContain('ani@example.com');
    expect(text).toContain('title="ani@example.com"');
  });

  it('is missing in the page of an address that the API refuses', async () => {
    expect(await open('clients?page=0')).toMatchObject({ status: 200, rows: [], data: null });
    expect(await open('clients?sortBy=password')).toMatchObject({ status: 200, rows: [], data: null });
  });

  it('sends a text of somebody else as a text', async () => {
    const { id } = fixture.findClient('Kosong');
    const evil = `"><script>alert(1)</script>`;
    await fixture.app.call('PATCH', `/clients/${id}`, { contactName: evil });
    const { text } = await clients.admin.get('/admin/resources/clients?filters.name=Kosong');
    expect(text).not.toContain('<script>alert(1)');
    const { data } = await open('clients?filters.name=Kosong');
    expect(data?.records[0]?.params.contactName).toBe(evil);
  });
});
