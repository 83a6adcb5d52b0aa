import { STATUS_CODES } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Express } from 'express';
import { SYSTEM } from '../../src/auth/audit/actor.js';
import { ApiTokensService } from '../../src/auth/api-tokens/api-tokens.service.js';
import { ROLES, TOKEN_ROLES, type TokenRole } from '../../src/auth/access/roles.js';
import { ScriptedUpstream, upstreamRow } from '../support/scripted-upstream.js';
import { createTestApp, type TestApp, TestClock, type TestResponse } from '../support/create-test-app.js';
import { PERIOD, ROUTES, type Route } from '../support/route-table.js';

const PAGE = 'text/html; charset=utf-8';

/** While what one of these has started is not over, the next answers with it. */
const STARTS_SOMETHING = /\/(sync|sync_stats|collection|collect_data)$/;

const named = (routes: readonly Route[]) => routes.map((route): [string, Route] => [title(route), route]);
/** Returns the role that may use a route in every way. */
const mightiest = ({ access }: Route): TokenRole => (access === 'collector' ? 'collector' : 'admin');
const title = ({ method, path }: Route) => `${method} ${path}`;

let upstream: ScriptedUpstream;
let app: TestApp;
let clientId: number;
let runId: number;
let ownerId: number;
let tokenId: number;
let receiptId: number;
let linkId: number;

beforeAll(async () => {
  upstream = await ScriptedUpstream.start();
  for (const name of ['Warung', 'Always here']) upstream.serve(name, [upstreamRow('2026-11-20')]);
  const clock = TestClock.at('2026-11-22T06:00:00.000Z');
  app = await createTestApp({ env: { DELIVERY_STATS_API_URL: upstream.url, INGEST: 'on' }, clock });
  clientId = await app.addClient('Warung');
  // There is something to sync also while the other one is archived.
  await app.addClient('Always here');
  runId = (await app.sync()).id;
  ownerId = (await app.post('/owners', { name: 'Pak Made' })).body.id;
  tokenId = (await app.server.app.get(ApiTokensService).create({ name: 'to be revoked', role: 'monitor' }, SYSTEM)).id;
  const push = {
    batchId: 'b0',
    collectedAt: '2026-11-22T06:00:00Z',
    rows: [{ restaurant_name: 'Nobody', stat_date: '2026-11-21', grab_sales: 1 }],
  };
  receiptId = (await app.call<{ id: number }>('POST', '/ingest', push, 'collector')).body.id;
  await app.call('PATCH', `/clients/${clientId}`, { ownerId });
  linkId = (await app.post(`/clients/${clientId}/report-links`, { month: '2026-10' })).body.id;
});

afterAll(async () => {
  await app.stop();
  await upstream.close();
});

it('the table of routes lists every route of the product and no other', () => {
  const express: Express = app.server.app.getHttpAdapter().getInstance();
  const routed = express.router.stack.flatMap(({ route }) =>
    (route?.stack ?? []).map(({ method }) => `${method.toUpperCase()} ${route?.path ?? ''}`),
  );
  expect([...new Set(routed)].sort()).toEqual(ROUTES.map(title).sort());
});

describe('a request without credentials', () => {
  const closed = ROUTES.filter(({ access }) => access !== 'public');

  it.each(named(closed.filter(({ page }) => page)))('is redirected to the login: %s', async (_, route) => {
    const response = await call(route);
    expect(response.status).toBe(302);
    const path = route.path.replace(':id', String(await findId(route.path)));
    const next = route.method === 'GET' ? `?next=${encodeURIComponent(path)}` : '';
    expect(response.headers.get('location')).toBe(`/admin/login${next}`);
  });

  it.each(named(closed.filter(({ page }) => !page)))('gets 401: %s', async (_, route) => {
    const response = await call(route);
    expectProblem(response, 401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
  });

  it.each(named(ROUTES.filter(({ access }) => access === 'public')))(
    'gets a response from a public route: %s',
    async (_, route) => {
      expect((await call(route)).status).toBe(route.status);
    },
  );

  it.each(['Bearer', 'Bearer ds_wrong', `Bearer ds_${'x'.repeat(43)}`, 'Basic YWRtaW46YWRtaW4=', 'Bearer null'])(
    'gets 401 with invalid credentials: %s',
    async (authorization) => {
      const response = await fetch(`${app.server.url}/api/v1/clients`, { headers: { authorization } });
      expect(response.status).toBe(401);
    },
  );

  it('gets the same public response with an invalid token', async () => {
    const response = await fetch(`${app.server.url}/health`, { headers: { authorization: 'Bearer ds_wrong' } });
    expect(response.status).toBe(200);
    expect(await response.json()).not.toHaveProperty('version');
  });
});

describe('the roles of a route', () => {
  const pairs = ROUTES.flatMap((route) =>
    TOKEN_ROLES.flatMap((role): [string, TokenRole, Route][] =>
      route.access === 'public' ? [] : [[title(route), role, route]],
    ),
  );
  /** The collector stands beside the ladder of the others. */
  const allowed = (role: TokenRole, { access }: Route) => {
    if (access === 'public') return false;
    if (role === 'collector' || access === 'collector') return role === access;
    return ROLES.indexOf(role) <= ROLES.indexOf(access);
  };

  it.each(pairs.filter(([, role, route]) => !allowed(role, route)))(
    '%s responds 403 to a %s',
    async (_, role, route) => {
      const response = await call(route, { role });
      if (route.page) expect([response.status, response.headers.get('content-type')]).toEqual([403, PAGE]);
      else expectProblem(response, 403);
    },
  );

  it.each(pairs.filter(([, role, route]) => allowed(role, route)))('%s is open to a %s', async (_, role, route) => {
    if (route.method === 'POST' && ['/api/v1/clients', '/api/v1/owners'].includes(route.path)) {
      const body = { ...(route.body as object), name: `New for ${role}` };
      expect((await call({ ...route, body }, { role })).status).toBe(route.status);
    } else if (STARTS_SOMETHING.test(route.path)) {
      const ended = route.path.includes('sync') ? app.nextRunEnd() : app.nextCollectionEnd();
      expect((await call(route, { role })).status).toBe(route.status);
      await ended;
    } else {
      expect((await call(route, { role })).status).toBe(route.status);
    }
  });
});

describe('a missing record or route', () => {
  const withId = ROUTES.filter(({ path, page }) => path.includes(':id') && !page);

  it.each(named(withId))('%s responds 404 for an unknown id', async (_, route) => {
    for (const id of ['4711', '0', '-1', 'abc', '1.5', '2147483648', '9'.repeat(15), '9'.repeat(16), '%00', '1%2F2']) {
      expectProblem(await call(route, { role: mightiest(route), id }), 404);
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
  ])('responds 404: %s %s', async (method, path) => {
    expectProblem(await app.request<Problem>(method, path, { role: 'admin' }), 404);
  });
});

describe('bad input', () => {
  it.each(named(ROUTES.filter(({ badQuery }) => badQuery)))('%s rejects an invalid query', async (_, route) => {
    const response = await call({ ...route, query: route.badQuery ?? '' }, { role: mightiest(route) });
    expectProblem(response, 400);
    expect(response.body.details).not.toEqual([]);
  });

  it.each(named(ROUTES.filter(({ badQuery }) => badQuery)))('%s rejects an unknown parameter', async (_, route) => {
    const response = await call({ ...route, query: `${route.query ?? ''}&colour=blue` }, { role: mightiest(route) });
    expectProblem(response, 400);
    expect(response.body.details).toEqual([{ path: 'colour', message: 'is not known here' }]);
  });

  it.each(named(ROUTES.filter(({ badBody }) => badBody)))('%s rejects an invalid body', async (_, route) => {
    for (const body of [route.badBody, [], 'text', 7, null]) {
      const response = await call({ ...route, body }, { role: mightiest(route) });
      expectProblem(response, 400);
    }
  });

  it.each(named(ROUTES.filter(({ badBody }) => badBody)))('%s rejects a body that is not JSON', async (_, route) => {
    const url = `${app.server.url}${route.path.replace(':id', String(clientId))}`;
    const authorization = `Bearer ${await app.token(mightiest(route))}`;
    const send = async (type: string, body: string) => {
      const headers = { authorization, 'content-type': type };
      const response = await fetch(url, { method: route.method, headers, body });
      return { status: response.status, headers: response.headers, body: (await response.json()) as Problem };
    };
    expectProblem(await send('application/json', '{"name": "se cret'), 400);
    expectProblem(await send('text/plain', 'name=x'), 415);
    expectProblem(await send('application/json', JSON.stringify({ name: 'x'.repeat(1_100_000) })), 413);
  });

  it.each([
    ['GET', '/api/v1/clients?search=%00', undefined],
    ['GET', `/api/v1/stats/export.csv?${PERIOD}&view=list&search=a%00`, undefined],
    ['POST', '/api/v1/clients', { name: 'a\0' }],
    ['POST', '/api/v1/clients', { name: 'a', notes: '\ud800' }],
    ['POST', '/api/v1/clients', { ['a\0']: 1 }],
    ['PATCH', '/api/v1/clients/1', { contactName: '\0' }],
    ['POST', '/admin/collect_data', { then_sync: { deep: [[[[[[[[[[[[]]]]]]]]]]]] } }],
  ])('rejects U+0000 and deep nesting: %s %s %j', async (method, path, body) => {
    const response = await app.request<Problem>(method, path, { body, role: 'admin' });
    expectProblem(response, 400);
    expect(response.body.details).toHaveLength(1);
  });

  it('rejects large and nested forms at the pages before it checks any credential', async () => {
    const send = async (path: string, type: string, body: string) => {
      const response = await fetch(`${app.server.url}${path}`, {
        method: 'POST',
        headers: { 'content-type': type, accept: 'text/html' },
        body,
        redirect: 'manual',
      });
      await response.text();
      return response.status;
    };
    const nested = '['.repeat(400_000) + ']'.repeat(400_000);
    expect(await send('/admin/login', 'application/json', nested)).toBe(415);
    expect(await send('/admin/login', 'application/x-www-form-urlencoded', `email=${'x'.repeat(11_000)}`)).toBe(413);
    expect(await send('/admin/login', 'application/x-www-form-urlencoded', 'a=1&'.repeat(200))).toBe(413);
    expect(await send('/admin/login', 'application/x-www-form-urlencoded', 'email=a%00')).toBe(400);
    expect(await send('/admin/sync_stats', 'application/json', JSON.stringify({ x: 'x'.repeat(11_000) }))).toBe(413);
  });

  it.each([
    ['GET', '/clients?managerId=2147483648', undefined, 'managerId'],
    ['GET', `/clients/leaderboard?${PERIOD}&managerId=99999999999`, undefined, 'managerId'],
    ['GET', `/stats/gaps?${PERIOD}&clientId=2147483648`, undefined, 'clientId'],
    ['POST', '/clients', { name: 'A', managerId: 2_147_483_648 }, 'managerId'],
    ['POST', '/sync', { clientIds: [2_147_483_648] }, 'clientIds.0'],
    ['POST', '/sync/preview', { clientId: 2 ** 40, daysBack: 1 }, 'clientId'],
  ])('rejects an id that no column holds: %s %s', async (method, path, body, field) => {
    const response = await app.call<Problem>(method, path, body);
    expectProblem(response, 400);
    expect(response.body.details.map((detail) => detail.path)).toEqual([field]);
  });

  it('rejects a path that is not valid text', async () => {
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
async function call(
  route: Route,
  { role, id }: { role?: TokenRole; id?: string } = {},
): Promise<TestResponse<Problem>> {
  const path = route.path.replace(':id', id ?? String(await findId(route.path))).replace(':itemId', '1');
  const url = route.query === undefined ? path : `${path}?${route.query}`;
  if (route.page && route.body !== undefined) return sendForm(url, route.body as Record<string, string>, role);
  if (route.path !== '/api/v1/events') return app.request<Problem>(route.method, url, { body: route.body, role });
  const headers: Record<string, string> = role ? { authorization: `Bearer ${await app.token(role)}` } : {};
  const response = await fetch(`${app.server.url}${url}`, { headers });
  const json = response.headers.get('content-type')?.includes('json');
  const body = (json ? await response.json() : {}) as Problem;
  if (!json) await response.body?.cancel();
  return { status: response.status, headers: response.headers, body };
}

/** Returns an id for a path; of a note always a new one, because one route deletes it. */
async function findId(path: string): Promise<number> {
  if (path.includes('/sync/')) return runId;
  if (path.includes('/owners/')) return ownerId;
  if (path.includes('/tokens/')) return tokenId;
  if (path.includes('/receipts/')) return receiptId;
  if (path.includes('/report-links/')) return linkId;
  if (!path.includes('/notes/:id')) return clientId;
  return (await app.post(`/clients/${clientId}/notes`, { day: '2026-11-15', text: 'seen' })).body.id;
}

/** Sends a form, as browsers do. */
async function sendForm(path: string, form: Record<string, string>, role?: TokenRole): Promise<TestResponse<Problem>> {
  const response = await fetch(`${app.server.url}${path}`, {
    method: 'POST',
    redirect: 'manual',
    headers: role ? { authorization: `Bearer ${await app.token(role)}` } : {},
    body: new URLSearchParams(form),
  });
  await response.text();
  return { status: response.status, headers: response.headers, body: {} as Problem };
}

function expectProblem({ status, headers, body }: TestResponse<Problem>, expected: number): void {
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
