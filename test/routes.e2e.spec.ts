import { STATUS_CODES } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Express } from 'express';
import { ROLES, type Role } from '../src/auth/roles.js';
import { ScriptedUpstream, wireRow } from './support/scripted-upstream.js';
import { TestClock, TestServer, type Answer } from './support/test-server.js';

const PERIOD = 'from=2026-11-01&to=2026-11-21';

interface Route {
  readonly method: 'GET' | 'POST' | 'PATCH';
  /** As the router knows it. `:id` is a client's under /clients and a run's under /sync. */
  readonly path: string;
  readonly access: Role | 'public';
  /** Answers with pages: sends who is not logged in to the login, and tells its problems as a page. */
  readonly page?: true;
  /** Added to the path of a good request. */
  readonly query?: string;
  /** A query that must be a 400. */
  readonly badQuery?: string;
  readonly body?: unknown;
  /** A body that must be a 400. */
  readonly badBody?: unknown;
  /** What a good request answers. */
  readonly status: number;
}

/** Which tables and actions there are, and who may do what, is panel.e2e.spec's. */
const TABLE = '/admin/api/resources/:resourceId';

/** Every route of the product. A route that is not here fails the first test. */
const ROUTES: readonly Route[] = [
  { method: 'GET', path: '/', access: 'public', status: 302 },
  { method: 'GET', path: '/health', access: 'public', status: 200 },
  { method: 'GET', path: '/health/live', access: 'public', status: 200 },
  { method: 'GET', path: '/health/ready', access: 'public', status: 200 },
  { method: 'GET', path: '/metrics', access: 'monitor', status: 200 },
  { method: 'GET', path: '/api/docs', access: 'public', status: 200 },
  { method: 'GET', path: '/api/docs/', access: 'public', status: 200 },
  { method: 'GET', path: '/api/docs/index.html', access: 'public', status: 200 },
  { method: 'GET', path: '/api/docs/LICENSE', access: 'public', status: 404 },
  { method: 'GET', path: '/api/docs/swagger-ui-init.js', access: 'public', status: 200 },
  { method: 'GET', path: '/api/docs/docs/swagger-ui-init.js', access: 'public', status: 200 },
  { method: 'GET', path: '/api/docs-json', access: 'public', status: 200 },
  { method: 'GET', path: '/api/docs-yaml', access: 'public', status: 200 },
  { method: 'GET', path: '/api/v1/clients', access: 'manager', badQuery: 'perPage=501', status: 200 },
  {
    method: 'POST',
    path: '/api/v1/clients',
    access: 'manager',
    body: { name: 'New one', status: 'paused' },
    badBody: { name: '' },
    status: 201,
  },
  {
    method: 'GET',
    path: '/api/v1/clients/leaderboard',
    access: 'manager',
    query: PERIOD,
    badQuery: 'from=abc&to=2026-11-21',
    status: 200,
  },
  { method: 'GET', path: '/api/v1/clients/attention', access: 'manager', badQuery: 'to=yesterday', status: 200 },
  { method: 'GET', path: '/api/v1/clients/:id', access: 'manager', status: 200 },
  {
    method: 'PATCH',
    path: '/api/v1/clients/:id',
    access: 'manager',
    body: { notes: 'seen' },
    badBody: { nickname: 'x' },
    status: 200,
  },
  { method: 'POST', path: '/api/v1/clients/:id/archive', access: 'manager', status: 200 },
  { method: 'POST', path: '/api/v1/clients/:id/restore', access: 'manager', status: 200 },
  {
    method: 'GET',
    path: '/api/v1/clients/:id/stats',
    access: 'manager',
    query: PERIOD,
    badQuery: 'from=2026-11-21',
    status: 200,
  },
  {
    method: 'GET',
    path: '/api/v1/stats/export.csv',
    access: 'manager',
    query: `${PERIOD}&view=days`,
    badQuery: `${PERIOD}&view=months`,
    status: 200,
  },
  {
    method: 'GET',
    path: '/api/v1/stats/gaps',
    access: 'manager',
    query: PERIOD,
    badQuery: 'from=2026-11-21&to=2026-11-01',
    status: 200,
  },
  {
    method: 'POST',
    path: '/api/v1/sync',
    access: 'admin',
    body: { daysBack: 3 },
    badBody: { daysBack: -1 },
    status: 202,
  },
  { method: 'GET', path: '/api/v1/sync/status', access: 'monitor', status: 200 },
  { method: 'GET', path: '/api/v1/sync/incomplete', access: 'manager', badQuery: 'page=0', status: 200 },
  { method: 'POST', path: '/api/v1/sync/incomplete/retry', access: 'admin', status: 409 },
  { method: 'GET', path: '/api/v1/sync/runs', access: 'manager', badQuery: 'status=done', status: 200 },
  { method: 'GET', path: '/api/v1/sync/runs/:id', access: 'manager', status: 200 },
  { method: 'GET', path: '/api/v1/sync/runs/:id/items', access: 'manager', badQuery: 'page=0', status: 200 },
  { method: 'POST', path: '/api/v1/sync/runs/:id/cancel', access: 'admin', status: 409 },
  { method: 'POST', path: '/api/v1/sync/runs/:id/retry', access: 'admin', status: 409 },
  { method: 'POST', path: '/api/v1/sync/runs/:id/items/:itemId/accept-empty', access: 'admin', status: 409 },
  {
    method: 'POST',
    path: '/api/v1/sync/preview',
    access: 'admin',
    body: { clientId: 1, daysBack: 3 },
    badBody: { clientId: 1 },
    status: 200,
  },
  { method: 'GET', path: '/api/v1/clients/:id/upstream-matches', access: 'admin', status: 200 },
  {
    method: 'POST',
    path: '/api/v1/collection',
    access: 'admin',
    body: { thenSync: false },
    badBody: { thenSync: 'yes' },
    status: 202,
  },
  { method: 'GET', path: '/api/v1/collection/status', access: 'manager', status: 200 },
  { method: 'GET', path: '/api/v1/collection/runs', access: 'manager', badQuery: 'status=done', status: 200 },
  {
    method: 'POST',
    path: '/admin/sync_stats',
    access: 'admin',
    body: { days_back: 3 },
    badBody: { days_back: 0 },
    status: 202,
  },
  { method: 'POST', path: '/admin/collect_data', access: 'admin', badBody: { then_sync: 'no' }, status: 202 },
  { method: 'GET', path: '/admin/sync_status', access: 'monitor', status: 200 },
  {
    method: 'GET',
    path: '/api/v1/dashboard',
    access: 'manager',
    query: PERIOD,
    badQuery: 'from=abc&to=2026-11-21',
    status: 200,
  },
  {
    method: 'GET',
    path: '/api/v1/dashboard/clients/:id',
    access: 'manager',
    query: PERIOD,
    badQuery: 'from=2026-11-21',
    status: 200,
  },
  { method: 'GET', path: '/api/v1/events', access: 'manager', status: 200 },
  { method: 'GET', path: '/admin', access: 'monitor', page: true, status: 302 },
  { method: 'GET', path: '/admin/assets/dashboard/:name', access: 'public', page: true, status: 404 },
  { method: 'GET', path: '/admin/login', access: 'public', page: true, status: 200 },
  { method: 'POST', path: '/admin/login', access: 'public', page: true, body: {}, status: 401 },
  { method: 'POST', path: '/admin/language', access: 'public', page: true, body: { lang: 'ru' }, status: 303 },
  { method: 'POST', path: '/admin/logout', access: 'monitor', page: true, status: 303 },
  { method: 'GET', path: '/admin/account', access: 'monitor', page: true, status: 200 },
  { method: 'POST', path: '/admin/account', access: 'monitor', page: true, body: {}, status: 403 },
  { method: 'GET', path: '/admin/clients/:id/exact', access: 'admin', page: true, status: 200 },
  { method: 'POST', path: '/admin/clients/:id/exact', access: 'admin', page: true, body: {}, status: 400 },
  { method: 'GET', path: '/admin/clients/:id/source', access: 'admin', page: true, status: 200 },
  { method: 'POST', path: '/admin/clients/:id/source', access: 'admin', page: true, body: {}, status: 400 },
  { method: 'GET', path: '/admin/gaps', access: 'manager', page: true, status: 200 },
  { method: 'POST', path: '/admin/gaps', access: 'admin', page: true, body: {}, status: 400 },
  { method: 'GET', path: '/admin/queues', access: 'admin', status: 404 },
  { method: 'GET', path: '/admin/queues/*path', access: 'admin', status: 404 },
  { method: 'GET', path: '/admin/resources/*path', access: 'manager', page: true, status: 200 },
  { method: 'GET', path: '/admin/assets/panel/:name', access: 'public', status: 404 },
  { method: 'GET', path: `${TABLE}/actions/:action`, access: 'manager', status: 404 },
  { method: 'GET', path: `${TABLE}/actions/:action/:query`, access: 'manager', status: 404 },
  { method: 'GET', path: `${TABLE}/records/:recordId/:action`, access: 'manager', status: 404 },
  { method: 'GET', path: `${TABLE}/bulk/:action`, access: 'manager', status: 404 },
  { method: 'POST', path: `${TABLE}/actions/:action`, access: 'manager', status: 404 },
  { method: 'POST', path: `${TABLE}/records/:recordId/:action`, access: 'manager', status: 404 },
  { method: 'POST', path: `${TABLE}/bulk/:action`, access: 'manager', status: 404 },
];

const PAGE = 'text/html; charset=utf-8';

/** While what one of these has started is not over, the next answers with it. */
const STARTS_SOMETHING = /\/(sync|sync_stats|collection|collect_data)$/;

const named = (routes: readonly Route[]) => routes.map((route): [string, Route] => [title(route), route]);
const title = ({ method, path }: Route) => `${method} ${path}`;

let upstream: ScriptedUpstream;
let app: TestServer;
let clientId: number;
let runId: number;

beforeAll(async () => {
  upstream = await ScriptedUpstream.start();
  for (const name of ['Warung', 'Always here']) upstream.serve(name, [wireRow('2026-11-20')]);
  const clock = TestClock.at('2026-11-22T06:00:00.000Z');
  app = await TestServer.start({ env: { DELIVERY_STATS_API_URL: upstream.url }, clock });
  clientId = await app.addClient('Warung');
  // There is something to sync also while the other one is archived.
  await app.addClient('Always here');
  runId = (await app.sync()).id;
});

afterAll(async () => {
  await app.stop();
  await upstream.close();
});

it('the table has every route there is, and no other', () => {
  const express: Express = app.server.app.getHttpAdapter().getInstance();
  const routed = express.router.stack.flatMap(({ route }) =>
    (route?.stack ?? []).map(({ method }) => `${method.toUpperCase()} ${route?.path ?? ''}`),
  );
  expect([...new Set(routed)].sort()).toEqual(ROUTES.map(title).sort());
});

describe('without credentials', () => {
  const closed = ROUTES.filter(({ access }) => access !== 'public');

  it.each(named(closed.filter(({ page }) => page)))('%s leads to the login', async (_, route) => {
    const answer = await call(route);
    expect(answer.status).toBe(302);
    const path = route.path.replace(':id', String(clientId));
    const next = route.method === 'GET' ? `?next=${encodeURIComponent(path)}` : '';
    expect(answer.headers.get('location')).toBe(`/admin/login${next}`);
  });

  it.each(named(closed.filter(({ page }) => !page)))('%s is a 401', async (_, route) => {
    const answer = await call(route);
    expectProblem(answer, 401);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });

  it.each(named(ROUTES.filter(({ access }) => access === 'public')))('%s answers', async (_, route) => {
    expect((await call(route)).status).toBe(route.status);
  });

  it.each(['Bearer', 'Bearer ds_wrong', `Bearer ds_${'x'.repeat(43)}`, 'Basic YWRtaW46YWRtaW4=', 'Bearer null'])(
    'good ones are not: %s',
    async (authorization) => {
      const response = await fetch(`${app.server.url}/api/v1/clients`, { headers: { authorization } });
      expect(response.status).toBe(401);
    },
  );

  it('a public route answers to a bad token as to none', async () => {
    const response = await fetch(`${app.server.url}/health`, { headers: { authorization: 'Bearer ds_wrong' } });
    expect(response.status).toBe(200);
    expect(await response.json()).not.toHaveProperty('version');
  });
});

describe('roles', () => {
  const pairs = ROUTES.flatMap((route) =>
    ROLES.flatMap((role): [string, Role, Route][] => (route.access === 'public' ? [] : [[title(route), role, route]])),
  );
  const allowed = (role: Role, { access }: Route) =>
    access !== 'public' && ROLES.indexOf(role) <= ROLES.indexOf(access);

  it.each(pairs.filter(([, role, route]) => !allowed(role, route)))('%s is a 403 for a %s', async (_, role, route) => {
    const answer = await call(route, { role });
    if (route.page) expect([answer.status, answer.headers.get('content-type')]).toEqual([403, PAGE]);
    else expectProblem(answer, 403);
  });

  it.each(pairs.filter(([, role, route]) => allowed(role, route)))('%s is open to a %s', async (_, role, route) => {
    if (route.method === 'POST' && route.path === '/api/v1/clients') {
      const body = { name: `New for ${role}`, status: 'paused' };
      expect((await call({ ...route, body }, { role })).status).toBe(route.status);
    } else if (STARTS_SOMETHING.test(route.path)) {
      const ended = route.path.includes('sync') ? app.runEnds() : app.collectionEnds();
      expect((await call(route, { role })).status).toBe(route.status);
      await ended;
    } else {
      expect((await call(route, { role })).status).toBe(route.status);
    }
  });
});

describe('what is not there', () => {
  const withId = ROUTES.filter(({ path, page }) => path.includes(':id') && !page);

  it.each(named(withId))('%s is a 404 for an id nobody has', async (_, route) => {
    for (const id of ['4711', '0', '-1', 'abc', '1.5', '9'.repeat(16), '%00', '1%2F2']) {
      expectProblem(await call(route, { role: 'admin', id }), 404);
    }
  });

  it.each([
    ['GET', '/nope'],
    ['GET', '/api/v1'],
    ['GET', '/api/v1/nope'],
    ['GET', '/api/v1/clients/1/nope'],
    ['GET', '/api/v2/clients'],
    ['DELETE', '/api/v1/clients/1'],
    ['PUT', '/api/v1/clients/1'],
    ['POST', '/health'],
    ['GET', '/.env'],
    ['GET', '/api/docs/../../package.json'],
  ])('%s %s is a 404', async (method, path) => {
    expectProblem(await app.request<Problem>(method, path, { role: 'admin' }), 404);
  });
});

describe('bad input', () => {
  it.each(named(ROUTES.filter(({ badQuery }) => badQuery)))('%s refuses a bad query', async (_, route) => {
    const answer = await call({ ...route, query: route.badQuery ?? '' }, { role: 'admin' });
    expectProblem(answer, 400);
    expect(answer.body.details).not.toEqual([]);
  });

  it.each(named(ROUTES.filter(({ badQuery }) => badQuery)))('%s refuses an unknown parameter', async (_, route) => {
    const answer = await call({ ...route, query: `${route.query ?? ''}&colour=blue` }, { role: 'admin' });
    expectProblem(answer, 400);
    expect(answer.body.details).toEqual([{ path: 'colour', message: 'is not known here' }]);
  });

  it.each(named(ROUTES.filter(({ badBody }) => badBody)))('%s refuses a bad body', async (_, route) => {
    for (const body of [route.badBody, [], 'text', 7, null]) {
      const answer = await call({ ...route, body }, { role: 'admin' });
      expectProblem(answer, 400);
    }
  });

  it.each(named(ROUTES.filter(({ badBody }) => badBody)))('%s refuses what is no JSON', async (_, route) => {
    const url = `${app.server.url}${route.path.replace(':id', String(clientId))}`;
    const authorization = `Bearer ${await app.token('admin')}`;
    const send = async (type: string, body: string) => {
      const headers = { authorization, 'content-type': type };
      const response = await fetch(url, { method: route.method, headers, body });
      return { status: response.status, headers: response.headers, body: (await response.json()) as Problem };
    };
    expectProblem(await send('application/json', '{"name": "se cret'), 400);
    expectProblem(await send('text/plain', 'name=x'), 415);
    expectProblem(await send('application/json', JSON.stringify({ name: 'x'.repeat(1_100_000) })), 413);
  });

  it('refuses a path that is no text', async () => {
    expectProblem(await app.request<Problem>('GET', '/api/v1/clients/%ZZ', { role: 'admin' }), 400);
  });
});

interface Problem {
  readonly statusCode: number;
  readonly error: string;
  readonly message: string;
  readonly details: readonly { readonly path: string; readonly message: string }[];
}

/** Calls a route; of a stream only the beginning is read. */
async function call(route: Route, { role, id }: { role?: Role; id?: string } = {}): Promise<Answer<Problem>> {
  const path = route.path
    .replace(':id', id ?? String(route.path.includes('/sync/') ? runId : clientId))
    .replace(':itemId', '1');
  const url = route.query === undefined ? path : `${path}?${route.query}`;
  if (route.path !== '/api/v1/events') return app.request<Problem>(route.method, url, { body: route.body, role });
  const headers: Record<string, string> = role ? { authorization: `Bearer ${await app.token(role)}` } : {};
  const response = await fetch(`${app.server.url}${url}`, { headers });
  const json = response.headers.get('content-type')?.includes('json');
  const body = (json ? await response.json() : {}) as Problem;
  if (!json) await response.body?.cancel();
  return { status: response.status, headers: response.headers, body };
}

function expectProblem({ status, headers, body }: Answer<Problem>, expected: number): void {
  expect({ status, body }).toEqual({
    status: expected,
    body: {
      statusCode: expected,
      error: STATUS_CODES[expected],
      message: expect.stringMatching(/./),
      details: expect.any(Array),
    },
  });
  expect(headers.get('content-type')).toMatch(/^application\/json/);
  for (const detail of body.details) {
    expect(detail).toEqual({ path: expect.any(String), message: expect.stringMatching(/./) });
  }
}
