import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  Body,
  Controller,
  Get,
  Header,
  HttpCode,
  Module,
  Param,
  Post,
  Query,
  Res,
  ServiceUnavailableException,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Response } from 'express';
import { get } from 'node:http';
import { z } from 'zod';
import { configureHttp } from './configure-http.js';
import { serveDocs } from './openapi/serve-docs.js';
import { FlagQuery, Id, PageQuery, pageOf, parseInput } from './input/zod-validation.pipe.js';
import { InvalidEnvironmentError, parseEnvironment } from '../config/index.js';
import { OperationalError, UserError } from '../../domain/index.js';
import { createLogger, PinoLoggerService } from '../logging/index.js';

const ListQuery = z.object({ ...PageQuery, search: z.string().optional(), excludeFake: FlagQuery.default(false) });
const NewThing = z.strictObject({ name: z.string().default('nobody'), tags: z.array(z.string()).default([]) });
const HEALTH = { status: 'error', info: {}, error: { db: { status: 'down' } }, details: { db: { status: 'down' } } };
const FAILURES: Record<string, () => Error> = {
  user: () => new UserError('conflict', 'name: is taken', 409, [{ path: 'name', message: 'is taken' }]),
  operational: () => new OperationalError('disk_full', 'The disk is full', { cause: new Error('SQLITE_FULL') }),
  health: () => new ServiceUnavailableException(HEALTH),
  unavailable: () => new ServiceUnavailableException('not now'),
  bug: () => Object.assign(new Error('hunter2 is the password'), { parameters: ['s3cret-parameter'] }),
};

@Controller('api/v1')
class ThingsController {
  @Get('things')
  list(@Query({ schema: ListQuery }) query: z.infer<typeof ListQuery>) {
    return { ...pageOf(['a'], query, 1), excludeFake: query.excludeFake };
  }

  @Get('things/:id')
  one(@Param('id', { schema: Id }) id: number) {
    return { id };
  }

  @Post('things')
  @HttpCode(200)
  create(@Body({ schema: NewThing }) body: z.infer<typeof NewThing>) {
    return body;
  }

  @Get('single')
  single(@Query('perPage', { schema: PageQuery.perPage }) perPage: number) {
    return { perPage };
  }

  @Get('fail/:how')
  @Header('Content-Disposition', 'attachment')
  fail(@Param('how') how: string) {
    throw FAILURES[how]?.() ?? new Error('unknown');
  }

  @Get('half')
  half(@Res() response: Response) {
    response.type('text/csv').write('id,name\n');
    throw new Error('halfway');
  }

  @Get('long')
  long() {
    return { text: 'x'.repeat(5000) };
  }

  @Get('events')
  events(@Res() response: Response) {
    response.type('text/event-stream').send(`data: ${'x'.repeat(5000)}\n\n`);
  }

  @Get('address')
  address(@Res() response: Response) {
    response.json({ ip: response.req.ip });
  }
}

@Module({ controllers: [ThingsController] })
class ThingsModule {}

const lines: string[] = [];
const open: NestExpressApplication[] = [];

async function start(environment: Record<string, string> = {}) {
  const config = parseEnvironment(environment);
  const logger = createLogger(config, { stream: { write: (line: string) => void lines.push(line) } });
  const app = await NestFactory.create<NestExpressApplication>(ThingsModule, {
    bodyParser: false,
    logger: new PinoLoggerService(logger),
  });
  open.push(app);
  configureHttp(app, config, logger);
  serveDocs(app, new URL('../../../dist/', import.meta.url));
  await app.listen(0, '127.0.0.1');
  return (await app.getUrl()) + '/api/v1';
}

let url: string;
beforeAll(async () => {
  url = await start();
});
afterAll(() => Promise.all(open.map((app) => app.close())));

const numbered = (count: number) => Array.from({ length: count }, (_, index) => [`f${index}`, index] as const);
const post = (body: string, type = 'application/json') =>
  fetch(`${url}/things`, { method: 'POST', body, headers: { 'content-type': type } });

describe('problems', () => {
  it('keeps the status and the details of a user error', async () => {
    const response = await fetch(`${url}/fail/user`);
    expect(response.status).toBe(409);
    expect(await response.json()).toEqual({
      statusCode: 409,
      error: 'Conflict',
      message: 'name: is taken',
      details: [{ path: 'name', message: 'is taken' }],
    });
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(response.headers.get('content-disposition')).toBeNull();
  });

  it('returns 503 for an operational error and logs a warning without a stack', async () => {
    lines.length = 0;
    const response = await fetch(`${url}/fail/operational`);
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({
      error: 'Service Unavailable',
      message: 'The disk is full',
      details: [],
    });
    const logged = lines.map((line) => JSON.parse(line) as object);
    expect(logged).toContainEqual(
      expect.objectContaining({
        level: 40,
        code: 'disk_full',
        cause: 'SQLITE_FULL',
        reqId: response.headers.get('x-request-id'),
      }),
    );
    expect(lines.join()).not.toContain('    at ');
  });

  it('leaves the response of Terminus unchanged and turns any other HttpException into a problem', async () => {
    const health = await fetch(`${url}/fail/health`);
    expect([health.status, await health.json()]).toEqual([503, HEALTH]);
    expect(await (await fetch(`${url}/fail/unavailable`)).json()).toEqual({
      statusCode: 503,
      error: 'Service Unavailable',
      message: 'not now',
      details: [],
    });
  });

  it.each([
    ['operational', '5'],
    ['health', '5'],
    ['unavailable', '5'],
    ['user', null],
    ['bug', null],
  ])('says for a failure of kind %s when another try is worthwhile: %s', async (kind, seconds) => {
    expect((await fetch(`${url}/fail/${kind}`)).headers.get('retry-after')).toBe(seconds);
  });

  it('hides the details of a bug from the caller and logs it once with its stack and without secrets', async () => {
    lines.length = 0;
    const response = await fetch(`${url}/fail/bug`);
    expect(response.status).toBe(500);
    expect(await response.json()).toMatchObject({ statusCode: 500, error: 'Internal Server Error', details: [] });
    const withStack = lines.filter((line) => line.includes('ThingsController.fail'));
    expect(withStack).toHaveLength(1);
    expect(JSON.parse(withStack[0] ?? '')).toMatchObject({ level: 50, reqId: response.headers.get('x-request-id') });
    expect(lines.join()).not.toContain('s3cret-parameter');
  });

  it('returns problems for unknown routes, invalid paths and invalid bodies', async () => {
    const unknown = await fetch(`${url}/nothing`);
    expect(await unknown.json()).toMatchObject({ statusCode: 404, error: 'Not Found', details: [] });
    expect(await (await fetch(`${url}/things/%FF`)).json()).toMatchObject({ statusCode: 400, error: 'Bad Request' });

    const broken = await post('{"password": hunter2}');
    expect(broken.status).toBe(400);
    expect(await broken.json()).toEqual({
      statusCode: 400,
      error: 'Bad Request',
      message: 'The body is not valid JSON',
      details: [{ path: 'body', message: 'is not valid JSON' }],
    });
    expect((await post('"text"')).status).toBe(400);
    expect(await (await post(`{"name":"${'x'.repeat(1024 * 1024)}"}`)).json()).toMatchObject({ statusCode: 413 });
    const form = await post(`name=${'x'.repeat(100 * 1024)}`, 'application/x-www-form-urlencoded');
    expect(await form.json()).toMatchObject({ statusCode: 413, details: [{ path: 'body', message: 'is too large' }] });
    expect(await (await post('<a/>', 'text/xml')).json()).toMatchObject({ statusCode: 415 });
  });

  it('aborts a response that has begun when the handler throws', async () => {
    await expect(fetch(`${url}/half`).then((response) => response.text())).rejects.toThrow();
  });
});

describe('validation', () => {
  it('passes the parsed input to the handler', async () => {
    expect(await (await fetch(`${url}/things?page=2&perPage=500&excludeFake=1`)).json()).toEqual({
      items: ['a'],
      page: 2,
      perPage: 500,
      total: 1,
      excludeFake: true,
    });
    expect(await (await fetch(`${url}/things`)).json()).toMatchObject({ page: 1, perPage: 50, excludeFake: false });
    expect(await (await fetch(`${url}/things/7`)).json()).toEqual({ id: 7 });
    expect(await (await fetch(`${url}/single?perPage=3`)).json()).toEqual({ perPage: 3 });
  });

  it('names path and rule of every issue', async () => {
    const response = await fetch(`${url}/things?page=0&perPage=501&excludeFake=maybe`);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      message:
        'page: must be a whole number from 1 to 1000000; perPage: must be a whole number from 1 to 500; excludeFake: must be true or false',
      details: [
        { path: 'page', message: 'must be a whole number from 1 to 1000000' },
        { path: 'perPage', message: 'must be a whole number from 1 to 500' },
        { path: 'excludeFake', message: 'must be true or false' },
      ],
    });
    expect(await (await fetch(`${url}/things?page=1&page=2`)).json()).toMatchObject({ details: [{ path: 'page' }] });
    expect(await (await fetch(`${url}/single?perPage=x`)).json()).toMatchObject({ details: [{ path: 'perPage' }] });
    const nested = await post('{"tags":["a",1],"other":true}');
    expect(await nested.json()).toMatchObject({
      statusCode: 400,
      details: [{ path: 'tags.1' }, { path: 'other', message: 'is not known here' }],
    });
  });

  it('limits the details in the response to a hostile body', async () => {
    const response = await post(JSON.stringify({ tags: Array.from({ length: 10_000 }, () => 1) }));
    const body = (await response.json()) as { message: string; details: unknown[] };
    expect(body.details).toHaveLength(100);
    expect(body.message).toMatch(/and 95 more$/);
  });

  it.each(['0', '-1', '1.5', '1e3', 'abc', '9999999999999999'])('returns 404 for the id %s in a path', async (id) => {
    const response = await fetch(`${url}/things/${id}`);
    expect([response.status, await response.json()]).toMatchObject([
      404,
      { error: 'Not Found', details: [{ path: 'id' }] },
    ]);
  });

  it.each([
    ['nested 50,000 deep', '['.repeat(50_000), /too deeply/],
    ['with 5,000 unknown fields', JSON.stringify(Object.fromEntries(numbered(5_000))), /at most 1000 fields/],
    ['with 900 unknown fields', JSON.stringify(Object.fromEntries(numbered(900))), /and 95 more/],
    ['with a list of 100,001 values', JSON.stringify({ tags: new Array(100_001).fill(1) }), /at most 100000 items/],
  ])('returns a short problem for a body %s', async (_, body, message) => {
    const response = await post(body);
    const text = await response.text();
    expect([response.status, text]).toEqual([400, expect.stringMatching(message)]);
    expect(text.length).toBeLessThan(10_000);
  });

  it('reads a text with brackets as a text', async () => {
    const name = `${'['.repeat(100)}\\"${'{'.repeat(100)}`;
    const response = await post(JSON.stringify({ name }));
    expect(await response.json()).toEqual({ name, tags: [] });
  });

  it('accepts a missing body as an empty one, and forms as well as JSON', async () => {
    const none = await fetch(`${url}/things`, { method: 'POST' });
    expect([none.status, await none.json()]).toEqual([200, { name: 'nobody', tags: [] }]);
    expect(await (await post('')).json()).toEqual({ name: 'nobody', tags: [] });
    const form = await post('name=Warung+Ibu', 'application/x-www-form-urlencoded');
    expect(await form.json()).toEqual({ name: 'Warung Ibu', tags: [] });
  });

  it('drops keys that could poison prototypes', async () => {
    const response = await post('{"name":"a","__proto__":{"admin":true}}');
    expect([response.status, await response.json()]).toEqual([200, { name: 'a', tags: [] }]);
  });

  it('validates the input of commands by the same rules', () => {
    expect(parseInput(NewThing, {})).toEqual({ name: 'nobody', tags: [] });
    expect(() => parseInput(NewThing, { tags: 'a' })).toThrow(UserError);
  });
});

describe('security', () => {
  it('sends a policy without exceptions, also with a problem', async () => {
    const { headers } = await fetch(`${url}/nothing`);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('content-security-policy')).not.toContain('unsafe');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-powered-by')).toBeNull();
  });

  it('serves the OpenAPI page without inline scripts or styles, and everything that it loads', async () => {
    const response = await fetch(url.replace('/v1', '/docs'));
    expect(response.headers.get('content-security-policy')).not.toContain('unsafe');
    const page = await response.text();
    expect(page).not.toMatch(/<style|style="|<script>/);
    const loaded = [...page.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, path]) => path ?? '');
    expect(loaded.length).toBeGreaterThan(2);
    for (const path of loaded) {
      const { status, body } = await fetch(new URL(path, url));
      // A body that nobody reads keeps the server from closing.
      await body?.cancel();
      expect([path, status]).toEqual([path, 200]);
    }
  });

  it('describes inputs to OpenAPI by their schemas', async () => {
    const document = (await (await fetch(url.replace('/v1', '/docs-json'))).json()) as { paths: object };
    expect(JSON.stringify(document.paths)).toContain('perPage');
  });

  it('compresses responses but never server-sent events', async () => {
    // fetch hides the encoding it undid.
    const encoding = (path: string) =>
      new Promise((resolve, reject) => {
        get(url + path, { headers: { 'accept-encoding': 'gzip' } }, (response) => {
          response.resume().on('end', () => resolve(response.headers['content-encoding']));
        }).on('error', reject);
      });
    expect(await encoding('/long')).toBe('gzip');
    expect(await encoding('/events')).toBeUndefined();
  });

  it.each([
    ['1', '203.0.113.7'],
    ['true', '203.0.113.7'],
    ['loopback, 10.0.0.0/8', '203.0.113.7'],
    ['false', '127.0.0.1'],
  ])('interprets TRUST_PROXY=%s as Express does', async (setting, ip) => {
    const trusting = await start({ TRUST_PROXY: setting });
    const response = await fetch(`${trusting}/address`, { headers: { 'x-forwarded-for': '203.0.113.7' } });
    expect(await response.json()).toEqual({ ip });
  });

  it('does not let production trust the header of every client', () => {
    const production = {
      NODE_ENV: 'production',
      DELIVERY_STATS_API_URL: 'https://stats.example.com',
      SESSION_SECRET: 'x'.repeat(32),
    };
    expect(() => parseEnvironment({ ...production, TRUST_PROXY: 'true' })).toThrow('TRUST_PROXY must not be true');
    expect(parseEnvironment({ ...production, TRUST_PROXY: '1' }).trustProxy).toBe(1);
  });

  it('names a TRUST_PROXY that Express does not understand', async () => {
    await expect(start({ TRUST_PROXY: 'my-proxy' })).rejects.toThrow(InvalidEnvironmentError);
  });
});
