import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, Module, Req, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Request } from 'express';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { assertEveryRouteDecided, Public, Roles } from './access.js';
import { SYSTEM } from '../audit/actor.js';
import { AuthModule } from '../auth.module.js';
import { actorName, CurrentPrincipal, optionalPrincipal, type Principal } from './principal.js';
import { ROLES, type Role } from './roles.js';
import { ApiTokensService } from '../api-tokens/api-tokens.service.js';
import { ConfigModule, parseEnvironment } from '../../platform/config/index.js';
import { DatabaseModule } from '../../platform/database/index.js';
import { EventsModule } from '../../platform/events/index.js';
import { configureHttp } from '../../platform/http/index.js';
import { createLogger } from '../../platform/logging/index.js';

@Controller()
@Roles('manager')
class DecidedController {
  @Get('manager')
  manager(@CurrentPrincipal() caller: Principal) {
    return { ...caller, actor: actorName(caller) };
  }

  @Get('admin')
  @Roles('admin')
  admin() {
    return {};
  }

  @Get('monitor')
  @Roles('monitor')
  monitor() {
    return {};
  }

  @Get('public')
  @Public()
  async public(@Req() request: Request) {
    return { caller: await optionalPrincipal(request) };
  }

  @Get('public/quiet')
  @Public()
  quiet() {
    return {};
  }

  notARoute() {
    return {};
  }
}

@Controller('forgotten')
class ForgottenController {
  @Get()
  open() {
    return { secret: true };
  }
}

let folder: string;
const open: NestExpressApplication[] = [];

async function start(name: string, ...controllers: Type[]) {
  const config = parseEnvironment({ DATABASE_URL: `sqlite:${join(folder, name)}`, LOG_LEVEL: 'silent' });
  @Module({ imports: [ConfigModule.forRoot(config), DatabaseModule, EventsModule, AuthModule], controllers })
  class TestedModule {}
  const app = await NestFactory.create<NestExpressApplication>(TestedModule, { bodyParser: false, logger: false });
  open.push(app);
  configureHttp(app, config, createLogger(config, { stream: 'stderr' }));
  await app.listen(0, '127.0.0.1');
  return { app, url: await app.getUrl(), tokens: app.get(ApiTokensService) };
}

let server: Awaited<ReturnType<typeof start>>;
const held = {} as Record<Role, string>;

const call = (path: string, authorization?: string) =>
  fetch(`${server.url}/${path}`, { headers: authorization === undefined ? {} : { authorization } });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guard-'));
  server = await start('replica.sqlite', DecidedController, ForgottenController);
  for (const role of ROLES) held[role] = (await server.tokens.create({ name: `the ${role}`, role }, SYSTEM)).token;
});

afterAll(async () => {
  await Promise.all(open.map((app) => app.close()));
  await rm(folder, { recursive: true });
});

describe('the guard', () => {
  it.each([
    ['monitor', { admin: 200, manager: 200, monitor: 200 }],
    ['manager', { admin: 200, manager: 200, monitor: 403 }],
    ['admin', { admin: 200, manager: 403, monitor: 403 }],
    ['public', { admin: 200, manager: 200, monitor: 200 }],
    ['forgotten', { admin: 403, manager: 403, monitor: 403 }],
    ['nothing', { admin: 404, manager: 404, monitor: 404 }],
  ])('serves /%s by role', async (path, expected) => {
    const statuses = await Promise.all(
      ROLES.map(async (role) => [role, (await call(path, `Bearer ${held[role]}`)).status]),
    );
    expect(Object.fromEntries(statuses)).toEqual(expected);
  });

  it.each([undefined, '', 'Bearer', 'Bearer ', 'Bearer ds_guess', 'Basic YTpi', `Bearer ${'x'.repeat(8000)}`])(
    'returns 401 for the credentials %p',
    async (authorization) => {
      const answer = await call('monitor', authorization);
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
      expect(await answer.json()).toMatchObject({ statusCode: 401, error: 'Unauthorized', details: [] });
    },
  );

  it('returns 401 for revoked and expired tokens', async () => {
    const revoked = await server.tokens.create({ name: 'revoked', role: 'admin' }, SYSTEM);
    expect((await call('admin', `Bearer ${revoked.token}`)).status).toBe(200);
    await server.tokens.revoke(revoked.id, SYSTEM);
    expect((await call('admin', `Bearer ${revoked.token}`)).status).toBe(401);

    const expired = await server.tokens.create({ name: 'expired', role: 'admin', days: 1 }, SYSTEM);
    await server.app
      .get(DataSource)
      .query('UPDATE api_token SET expires_at = ? WHERE id = ?', ['2020-01-01', expired.id]);
    expect((await call('admin', `Bearer ${expired.token}`)).status).toBe(401);
  });

  it('returns 403 as a problem', async () => {
    expect(await (await call('admin', `Bearer ${held.monitor}`)).json()).toEqual({
      statusCode: 403,
      error: 'Forbidden',
      message: 'This needs the role admin; yours is monitor',
      details: [],
    });
  });

  it('passes the principal to the handler', async () => {
    const answer = await call('manager', `bearer ${held.manager}`);
    expect(await answer.json()).toEqual({
      kind: 'token',
      id: expect.any(Number),
      name: 'the manager',
      role: 'manager',
      actor: 'token:the manager',
    });
  });

  it('reads good credentials on a public route and ignores bad ones', async () => {
    expect(await (await call('public', `Bearer ${held.monitor}`)).json()).toMatchObject({
      caller: { role: 'monitor' },
    });
    for (const authorization of [undefined, 'Bearer ds_guess']) {
      const answer = await call('public', authorization);
      expect([answer.status, await answer.json()]).toEqual([200, { caller: null }]);
    }
  });

  it('serves public routes without the database', async () => {
    const broken = await start('broken.sqlite', DecidedController);
    const { token } = await broken.tokens.create({ name: 'a', role: 'admin' }, SYSTEM);
    await broken.app.get(DataSource).query('DROP TABLE api_token');
    const headers = { authorization: `Bearer ${token}` };
    expect((await fetch(`${broken.url}/public/quiet`, { headers })).status).toBe(200);
    expect(await (await fetch(`${broken.url}/public`, { headers })).json()).toEqual({ caller: null });
    expect((await fetch(`${broken.url}/admin`, { headers })).status).toBe(500);
  });
});

describe('assertEveryRouteDecided', () => {
  it('names the handler that was forgotten', () => {
    expect(() => assertEveryRouteDecided(server.app)).toThrow(/: ForgottenController\.open$/);
  });

  it('passes when every route declares who may use it', async () => {
    const { app } = await start('decided.sqlite', DecidedController);
    expect(() => assertEveryRouteDecided(app)).not.toThrow();
  });
});
