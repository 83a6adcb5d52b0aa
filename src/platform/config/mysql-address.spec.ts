import { describe, expect, it } from '@jest/globals';
import { parseMysqlUrl } from './mysql-address.js';

const ADDRESS = {
  host: 'db.example.com',
  port: 3306,
  user: 'reader',
  password: 'word',
  database: 'booster',
  tls: true,
};

describe('parseMysqlUrl', () => {
  it.each<[string, object]>([
    ['mysql://reader:word@db.example.com/booster', ADDRESS],
    ['mysql://reader:word@db.example.com:3307/booster?tls=required', { ...ADDRESS, port: 3307 }],
    ['mysql://reader:p%40%2Fs%3F%23%@db.example.com/booster', { ...ADDRESS, password: 'p@/s?#%' }],
    ['mysql://reader@127.0.0.1/booster', { ...ADDRESS, host: '127.0.0.1', password: '', tls: false }],
    ['mysql://reader:word@localhost/booster?tls=off', { ...ADDRESS, host: 'localhost', tls: false }],
    ['mysql://reader:word@[::1]:3306/booster?tls=required', { ...ADDRESS, host: '::1' }],
  ])('parses %s', (url, address) => {
    expect(parseMysqlUrl(url)).toEqual(address);
  });

  it.each([
    'mysql://reader:word@db.example.com/',
    'mysql://db.example.com/booster',
    'postgres://reader:word@db.example.com/booster',
    'mysql://reader:word@db.example.com/booster/table',
    'mysql://reader:word@db.example.com/booster#x',
    'mysql://reader:word@db.example.com/booster?tls=maybe',
    'mysql://reader:word@db.example.com/booster?tls=required&tls=off',
    'mysql://reader:word@db.example.com/booster?multipleStatements=true',
    'mysql://reader:word@db.example.com/booster?tls=required&flags=LOCAL_FILES',
    'mysql://reader:word@db.example.com/booster?tls=off',
    'mysql://reader:word@10.0.0.7/booster?tls=off',
    'mysql://reader:wo/rd@db.example.com/booster',
  ])('rejects %s without repeating it', (url) => {
    const parsed = parseMysqlUrl(url);
    expect(parsed).toEqual({ problem: expect.stringMatching(/^must /) });
    expect(JSON.stringify(parsed)).not.toMatch(/word@|wo\/rd|multipleStatements/);
  });
});
