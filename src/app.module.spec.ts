import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { DiscoveryService, ModulesContainer } from '@nestjs/core';
import { TestReplica } from '../test/support/test-replica.js';
import { BACKGROUND_SERVICES } from './app.module.js';

const MAX_EXPORTS = 5;

let replica: TestReplica;

beforeAll(async () => {
  replica = await TestReplica.open();
});

afterAll(() => replica.close());

it('lists every provider that declares itself a background service', () => {
  const declared = replica
    .get(DiscoveryService)
    .getProviders()
    .map(({ instance }): unknown => instance)
    .filter((provider) => typeof provider === 'object' && provider !== null)
    .filter((provider) => 'role' in provider && 'start' in provider)
    .map((provider) => provider.constructor.name);
  expect([...new Set(declared)].sort()).toEqual(BACKGROUND_SERVICES.map(({ name }) => name).sort());
});

it(`exports at most ${MAX_EXPORTS} services from each Nest module of the product`, async () => {
  const own = new Set<unknown>();
  for (const file of readdirSync('src', { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.module.ts')) continue;
    const exported = (await import(`./${file}`)) as Record<string, unknown>;
    for (const value of Object.values(exported)) own.add(value);
  }
  const modules = [...replica.get(ModulesContainer).values()].filter(({ metatype }) => own.has(metatype));
  expect(modules.length).toBeGreaterThan(15);
  const tooWide = modules.filter(({ exports }) => exports.size > MAX_EXPORTS).map(({ name }) => name);
  expect(tooWide).toEqual([]);
});
