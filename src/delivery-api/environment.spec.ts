import { expect, it } from '@jest/globals';
import { parseSettings } from './environment.js';

const BASE = { DELIVERY_STATS_MYSQL_URL: 'mysql://reader:SECRET@127.0.0.1/delivery' };
const READ = { API_READ_KEY: 'a key that only reads' };
const TRIGGER = { API_TRIGGER_KEY: 'a key that may trigger' };
const COLLECT = { COLLECT_COMMAND: '["node", "collect.js"]' };

it.each<[string, Record<string, string>]>([
  ['a loopback address without keys', { ...COLLECT }],
  ['a loopback address with both keys', { ...COLLECT, ...READ, ...TRIGGER }],
  ['a loopback address that cannot collect, with a read key', { ...READ }],
  ['another address with both keys', { HOST: '0.0.0.0', ...COLLECT, ...READ, ...TRIGGER }],
])('accepts %s', (_, environment) => {
  expect(() => parseSettings({ ...BASE, ...environment })).not.toThrow();
});

it.each<[string, Record<string, string>, string]>([
  ['another address without a read key', { HOST: '0.0.0.0' }, 'API_READ_KEY is required'],
  [
    'another address without a trigger key',
    { HOST: '0.0.0.0', ...COLLECT, ...READ },
    'API_TRIGGER_KEY is required with COLLECT_COMMAND, because HOST',
  ],
  [
    'a read key beside a collection that nobody could start',
    { ...COLLECT, ...READ },
    'API_TRIGGER_KEY is required with COLLECT_COMMAND, because API_READ_KEY starts no collection',
  ],
])('refuses %s', (_, environment, message) => {
  expect(() => parseSettings({ ...BASE, ...environment })).toThrow(message);
});
