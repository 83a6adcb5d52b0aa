import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Test, type TestingModule } from '@nestjs/testing';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SYSTEM } from './audit/actor.js';
import { ApiToken } from './api-tokens/api-token.entity.js';
import { AuthModule } from './auth.module.js';
import { ApiTokensService } from './api-tokens/api-tokens.service.js';
import { PasswordHashCostModule } from './users/password-hash-cost.module.js';
import { User } from './users/user.entity.js';
import { UsersService } from './users/users.service.js';
import { Clock, ConfigModule, parseEnvironment } from '../platform/config/index.js';
import { Database, DatabaseModule } from '../platform/database/index.js';
import { EventsModule } from '../platform/events/index.js';

const PASSWORD = 'correct horse';

let folder: string;
let clock: { time: string; now(): Date };
let modules: TestingModule[];

async function openAuth() {
  const config = parseEnvironment({ DATABASE_URL: `sqlite:${join(folder, 'replica.sqlite')}` });
  const module = await Test.createTestingModule({
    imports: [
      ConfigModule.forRoot(config, clock satisfies Clock),
      DatabaseModule,
      EventsModule,
      PasswordHashCostModule.forRoot({ N: 16, r: 8, p: 1 }),
      AuthModule,
    ],
  }).compile();
  modules.push(module);
  await module.init();
  return { users: module.get(UsersService), tokens: module.get(ApiTokensService), database: module.get(Database) };
}

let auth: Awaited<ReturnType<typeof openAuth>>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'auth-'));
  clock = { time: '2026-11-21T10:00:00.000Z', now: () => new Date(clock.time) };
  modules = [];
  auth = await openAuth();
});

afterEach(async () => {
  await Promise.all(modules.map((module) => module.close()));
  await rm(folder, { recursive: true });
});

describe('users', () => {
  it('are found and verified by their e-mail in any case', async () => {
    const made = await auth.users.create({ email: ' Ayu@Example.com', role: 'manager', password: PASSWORD }, SYSTEM);
    expect(made).toEqual({
      id: expect.any(Number),
      email: 'ayu@example.com',
      name: null,
      role: 'manager',
      lastLoginAt: null,
      disabledAt: null,
      mustRenewCredentials: 0,
      totpEnabledAt: null,
      createdAt: clock.time,
      updatedAt: clock.time,
    });
    expect(await auth.users.findByEmail('AYU@example.com ')).toEqual(made);
    expect(await auth.users.verify('aYu@example.com', PASSWORD)).toEqual(made);
    expect(await auth.users.list()).toEqual([made]);
  });

  it('are null with a wrong password, when unknown and when disabled', async () => {
    await auth.users.create({ email: 'ayu@example.com', role: 'admin', password: PASSWORD }, SYSTEM);
    expect(await auth.users.verify('ayu@example.com', 'something else')).toBeNull();
    expect(await auth.users.verify('budi@example.com', PASSWORD)).toBeNull();
    expect(await auth.users.findByEmail('budi@example.com')).toBeNull();
    await auth.database.write((tx) => tx.update(User, { email: 'ayu@example.com' }, { disabledAt: clock.time }));
    expect(await auth.users.verify('ayu@example.com', PASSWORD)).toBeNull();
  });

  it('have one account an e-mail', async () => {
    await auth.users.create({ email: 'ayu@example.com', role: 'manager', password: PASSWORD }, SYSTEM);
    await expect(
      auth.users.create({ email: 'AYU@example.com', role: 'admin', password: PASSWORD }, SYSTEM),
    ).rejects.toMatchObject({
      status: 409,
      details: [{ path: 'email' }],
    });
    expect(await auth.users.list()).toMatchObject([{ role: 'manager' }]);
  });

  it('are checked before they are made', async () => {
    const bad = { email: 'nobody', role: 'owner' as 'admin', password: 'short' };
    await expect(auth.users.create(bad, SYSTEM)).rejects.toMatchObject({
      status: 400,
      details: [{ path: 'email' }, { path: 'role' }, { path: 'password', message: 'must have at least 10 characters' }],
    });
  });

  it('change their password', async () => {
    await auth.users.create({ email: 'ayu@example.com', role: 'manager', password: PASSWORD }, SYSTEM);
    clock.time = '2026-11-22T10:00:00.000Z';
    expect(await auth.users.setPassword('Ayu@example.com', 'battery staple', SYSTEM)).toMatchObject({
      updatedAt: clock.time,
    });
    expect(await auth.users.verify('ayu@example.com', PASSWORD)).toBeNull();
    expect(await auth.users.verify('ayu@example.com', 'battery staple')).not.toBeNull();
    await expect(auth.users.setPassword('budi@example.com', PASSWORD, SYSTEM)).rejects.toMatchObject({ status: 404 });
    await expect(auth.users.setPassword('ayu@example.com', 'short', SYSTEM)).rejects.toMatchObject({ status: 400 });
  });
});

describe('the first admin', () => {
  it('is made once, also by two starts at a time', async () => {
    const other = await openAuth();
    const made = await Promise.all(
      [auth, auth, other].map(({ users }) => users.ensureFirstAdmin({ email: 'Admin@example.com' })),
    );
    const first = made.filter((admin) => admin !== null);
    expect(first).toEqual([{ email: 'admin@example.com', password: expect.stringMatching(/^\w{20}$/) }]);
    expect(await auth.users.list()).toMatchObject([{ email: 'admin@example.com', role: 'admin' }]);
    expect(await auth.users.verify('admin@example.com', first[0]?.password ?? '')).not.toBeNull();
  });

  it('has the configured password, which is not repeated', async () => {
    expect(await auth.users.ensureFirstAdmin({ email: 'a@example.com', password: PASSWORD })).toEqual({
      email: 'a@example.com',
      password: null,
    });
    expect(await auth.users.verify('a@example.com', PASSWORD)).not.toBeNull();
    expect(await auth.users.ensureFirstAdmin({ email: 'b@example.com' })).toBeNull();
  });

  it('is created when there are only managers and disabled admins, and changes none of them', async () => {
    await auth.users.create({ email: 'ayu@example.com', role: 'manager', password: PASSWORD }, SYSTEM);
    await auth.users.create({ email: 'old@example.com', role: 'admin', password: PASSWORD }, SYSTEM);
    await auth.database.write((tx) => tx.update(User, { role: 'admin' }, { disabledAt: clock.time }));
    await expect(auth.users.ensureFirstAdmin({ email: 'ayu@example.com' })).rejects.toMatchObject({ status: 409 });
    expect(await auth.users.ensureFirstAdmin({ email: 'new@example.com' })).not.toBeNull();
  });
});

describe('tokens', () => {
  it('are authenticated by their text, of which only the hash is kept', async () => {
    const { id, token } = await auth.tokens.create({ name: ' prometheus ', role: 'monitor' }, SYSTEM);
    expect(token).toMatch(/^ds_[\w-]{43}$/);
    const record = { id, name: 'prometheus', role: 'monitor', expiresAt: null, revokedAt: null, createdAt: clock.time };
    expect(await auth.tokens.authenticate(token)).toEqual(record);
    expect(await auth.tokens.list()).toEqual([record]);
    const rows = await auth.database.read((tx) => tx.query<unknown[]>('SELECT * FROM api_token'));
    expect(JSON.stringify(rows)).not.toContain(token.slice(3));
  });

  it('authenticate nobody when they are invented or damaged', async () => {
    const { token } = await auth.tokens.create({ name: 'a', role: 'admin' }, SYSTEM);
    const flipped = token.slice(0, 10) + (token[10] === 'A' ? 'B' : 'A') + token.slice(11);
    for (const wrong of ['', 'ds_', flipped, `${token}x`, token.slice(0, -1), token.toUpperCase()]) {
      expect(await auth.tokens.authenticate(wrong)).toBeNull();
    }
  });

  it('expire to the millisecond', async () => {
    const { token } = await auth.tokens.create({ name: 'a', role: 'admin', days: 1 }, SYSTEM);
    clock.time = '2026-11-22T09:59:59.999Z';
    expect(await auth.tokens.authenticate(token)).toMatchObject({ expiresAt: '2026-11-22T10:00:00.000Z' });
    clock.time = '2026-11-22T10:00:00.000Z';
    expect(await auth.tokens.authenticate(token)).toBeNull();
  });

  it('are revoked once and for good', async () => {
    const { id, token } = await auth.tokens.create({ name: 'a', role: 'admin' }, SYSTEM);
    await auth.tokens.revoke(id, SYSTEM);
    const revokedAt = clock.time;
    clock.time = '2026-11-23T10:00:00.000Z';
    await auth.tokens.revoke(id, SYSTEM);
    expect(await auth.tokens.authenticate(token)).toBeNull();
    expect(await auth.tokens.list()).toMatchObject([{ id, revokedAt }]);
    await expect(auth.tokens.revoke(id + 1, SYSTEM)).rejects.toMatchObject({ status: 404 });
  });

  it('authenticate nobody when their role is unknown', async () => {
    const { id, token } = await auth.tokens.create({ name: 'a', role: 'admin' }, SYSTEM);
    await auth.database.write((tx) => tx.update(ApiToken, { id }, { role: 'owner' as 'admin' }));
    expect(await auth.tokens.authenticate(token)).toBeNull();
  });

  it.each([
    [{ name: ' ', role: 'admin' as const }, 'name'],
    [{ name: 'a', role: 'owner' as 'admin' }, 'role'],
    [{ name: 'a', role: 'admin' as const, days: 0 }, 'days'],
    [{ name: 'a', role: 'admin' as const, days: 1.5 }, 'days'],
  ])('are checked before they are made: %j', async (input, path) => {
    await expect(auth.tokens.create(input, SYSTEM)).rejects.toMatchObject({ status: 400, details: [{ path }] });
  });
});
