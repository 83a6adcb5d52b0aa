import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { TestClock } from '../../test/support/create-test-app.js';
import { TestReplica } from '../../test/support/test-replica.js';
import type { NewClient } from './client.schema.js';
import { ClientsService } from './clients.service.js';
import { SYSTEM, UsersService } from '../auth/index.js';

const NOW = '2026-11-22T06:00:00.000Z';
const LATER = '2026-11-23T06:00:00.000Z';

let replica: TestReplica;
let clients: ClientsService;
let clock: TestClock;

beforeEach(async () => {
  clock = TestClock.at(NOW);
  replica = await TestReplica.open({ clock });
  clients = replica.get(ClientsService);
});

afterEach(() => replica.close());

const add = async (name: string, fields: Partial<NewClient> = {}) =>
  (await clients.create({ name, ...fields }, SYSTEM)).id;

const names = async (query: Parameters<ClientsService['list']>[0] = {}) =>
  (await clients.list(query)).map(({ name }) => name);

const newManager = async (email: string) =>
  (await replica.get(UsersService).create({ email, role: 'manager', password: 'a good password' }, SYSTEM)).id;

/** A 400 that names the field. */
const badInputAt = (path: string) => ({ status: 400, code: 'bad_input', details: [{ path }] });

describe('a client', () => {
  it('is created verbatim, as active, with its first sync requested', async () => {
    const client = await clients.create({ name: ' Warung `Bu` ' }, SYSTEM);
    expect(client).toEqual({
      id: expect.any(Number),
      name: ' Warung `Bu` ',
      upstreamName: ' Warung `Bu` ',
      upstreamId: null,
      status: 'active',
      archivedAt: null,
      managerId: null,
      contactName: null,
      contactPhone: null,
      contactTelegram: null,
      notes: null,
      goals: null,
      startDate: null,
      ownerId: null,
      monthlyTargetSen: null,
      syncRequestedAt: NOW,
      createdAt: NOW,
      updatedAt: NOW,
    });
    expect(await clients.findOne(client.id)).toEqual(client);
    expect((await clients.create({ name: 'Paused', status: 'paused' }, SYSTEM)).syncRequestedAt).toBeNull();
  });

  it('changes only the fields of the patch, and null clears a field', async () => {
    const id = await add('A', { notes: 'x', goals: 'y', upstreamName: 'up' });
    clock.set(LATER);
    expect(await clients.update(id, { notes: null, status: 'churned' }, SYSTEM)).toMatchObject({
      name: 'A',
      upstreamName: 'up',
      notes: null,
      goals: 'y',
      status: 'churned',
      createdAt: NOW,
      updatedAt: LATER,
    });
    expect(await clients.update(id, { name: 'A', upstreamName: 'up' }, SYSTEM)).toMatchObject({ name: 'A' });
  });

  it.each<[string, NewClient, string]>([
    ['a name that is taken', { name: 'A' }, 'name'],
    ['a name that is taken, with another upstream name', { name: 'A', upstreamName: 'new' }, 'name'],
    ['an upstream name that is taken', { name: 'New', upstreamName: 'up a' }, 'upstreamName'],
    ['a name that is the upstream name of another', { name: 'up a' }, 'upstreamName'],
    ['an unknown manager', { name: 'New', managerId: 4711 }, 'managerId'],
  ])('is not created with %s', async (_, input, path) => {
    await add('A', { upstreamName: 'up a' });
    await add('B');
    await expect(clients.create(input, SYSTEM)).rejects.toMatchObject(badInputAt(path));
    expect(await names()).toEqual(['A', 'B']);
  });

  it.each<[Parameters<ClientsService['update']>[1], string]>([
    [{ name: 'A' }, 'name'],
    [{ upstreamName: 'up a' }, 'upstreamName'],
    [{ name: 'A', upstreamName: 'up a' }, 'name'],
    [{ managerId: 4711 }, 'managerId'],
  ])('is not changed to %j', async (patch, path) => {
    await add('A', { upstreamName: 'up a' });
    const id = await add('B');
    const before = await clients.findOne(id);
    await expect(clients.update(id, { notes: 'x', ...patch }, SYSTEM)).rejects.toMatchObject(badInputAt(path));
    expect(await clients.findOne(id)).toEqual(before);
  });

  it('keeps names apart that differ in case or spaces only', async () => {
    for (const name of ['Warung', 'warung', ' Warung', 'Warung ']) await add(name);
    expect(await names()).toHaveLength(4);
  });

  it('is created once when two requests give the same name at the same time', async () => {
    const added = await Promise.allSettled([1, 2].map(() => clients.create({ name: 'A' }, SYSTEM)));
    expect(added.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(await names()).toEqual(['A']);
  });

  it('gives 404 for an unknown id', async () => {
    for (const call of [
      () => clients.findOne(4711),
      () => clients.update(4711, { notes: 'x' }, SYSTEM),
      () => clients.archive(4711, SYSTEM),
      () => clients.restore(4711, SYSTEM),
    ]) {
      await expect(call()).rejects.toMatchObject({ status: 404, code: 'not_found' });
    }
  });

  it('is archived and restored, and a repetition changes nothing', async () => {
    const id = await add('A', { status: 'paused' });
    await add('B');
    clock.set(LATER);
    expect(await clients.archive(id, SYSTEM)).toMatchObject({ archivedAt: LATER, status: 'paused', updatedAt: LATER });
    clock.set(NOW);
    expect(await clients.archive(id, SYSTEM)).toMatchObject({ archivedAt: LATER, updatedAt: LATER });
    expect(await names()).toEqual(['B']);
    expect(await names({ status: 'archived' })).toEqual(['A']);
    expect(await names({ status: 'paused' })).toEqual([]);
    await expect(clients.create({ name: 'A' }, SYSTEM)).rejects.toMatchObject(badInputAt('name'));
    expect(await clients.restore(id, SYSTEM)).toMatchObject({ archivedAt: null, status: 'paused' });
    expect(await clients.restore(id, SYSTEM)).toMatchObject({ archivedAt: null });
    expect(await names()).toEqual(['A', 'B']);
  });
});

describe('client list', () => {
  it('is ordered by name and filtered by status, manager and search, also combined', async () => {
    const [ani, budi] = [await newManager('ani@example.com'), await newManager('budi@example.com')];
    await add('Warung `Bu` Komang', { managerId: ani });
    await add("D'Kafe Crème", { managerId: budi, status: 'paused' });
    await add('Кафе Ёлка', { managerId: ani, status: 'paused' });
    await add('100% Vegan_Bowl', { status: 'churned', upstreamName: 'kafe' });
    expect(await names()).toEqual(['100% Vegan_Bowl', "D'Kafe Crème", 'Warung `Bu` Komang', 'Кафе Ёлка']);
    expect(await names({ status: 'paused' })).toEqual(["D'Kafe Crème", 'Кафе Ёлка']);
    expect(await names({ managerId: ani })).toEqual(['Warung `Bu` Komang', 'Кафе Ёлка']);
    expect(await names({ managerId: ani, status: 'paused' })).toEqual(['Кафе Ёлка']);
    expect(await names({ search: 'dkafe creme' })).toEqual(["D'Kafe Crème"]);
    expect(await names({ search: 'ЁЛ' })).toEqual(['Кафе Ёлка']);
    expect(await names({ search: '% vegan_' })).toEqual(['100% Vegan_Bowl']);
    expect(await names({ search: 'a%n' })).toEqual([]);
    expect(await names({ search: ' ' })).toHaveLength(4);
    expect(await names({ search: 'kafe', managerId: ani })).toEqual([]);
    await expect(clients.list({ managerId: 4711 })).rejects.toMatchObject(badInputAt('managerId'));
  });
});

describe('clients of a run', () => {
  const toSync = async (ids?: number[]) =>
    (await replica.database.read((tx) => clients.listForSync(tx, ids))).map(({ name }) => name);
  const requested = () => replica.database.read((tx) => clients.listFirstSyncRequests(tx));

  it('are the active clients, or the named clients whatever their status', async () => {
    const active = await add('Active');
    const [paused, archived] = [await add('Paused', { status: 'paused' }), await add('Archived')];
    await clients.archive(archived, SYSTEM);
    expect(await toSync()).toEqual(['Active']);
    expect(await toSync([archived, paused, active, paused])).toEqual(['Active', 'Paused', 'Archived']);
    await expect(toSync([active, 4711])).rejects.toMatchObject(badInputAt('clientIds'));
  });

  it('keep their first sync request until a run plans them', async () => {
    const [one, two] = [await add('One'), await add('Two')];
    const paused = await add('Paused', { status: 'paused' });
    expect(await requested()).toEqual([one, two]);
    await replica.database.write((tx) => clients.clearFirstSyncRequests(tx, [one, paused]));
    expect(await requested()).toEqual([two]);
  });
});

describe('restaurants of the upstream', () => {
  it('become clients only when no client exists', async () => {
    const listed = Array.from({ length: 230 }, (_, at) => ({ id: at % 2 ? `${at}` : null, name: ` Resto ${at}` }));
    expect(await clients.hasAny()).toBe(false);
    expect(await clients.createFromUpstream(listed)).toBe(230);
    expect(await clients.hasAny()).toBe(true);
    expect(await names()).toHaveLength(230);
    expect(await clients.list({ search: 'resto 229' })).toMatchObject([
      { name: ' Resto 229', upstreamName: ' Resto 229', upstreamId: '229', status: 'active', syncRequestedAt: null },
    ]);
    expect(await clients.createFromUpstream([{ id: null, name: 'One more' }])).toBe(0);
    expect(await names()).toHaveLength(230);
  });
});
