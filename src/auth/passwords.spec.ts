import { describe, expect, it } from '@jest/globals';
import { generatePassword, hashPassword, Password, passwordMatches, UNMATCHABLE } from './passwords.js';

describe('passwords', () => {
  it('match their own hash only', async () => {
    const hash = await hashPassword('correct horse');
    expect(await passwordMatches('correct horse', hash)).toBe(true);
    expect(await passwordMatches('correct horsf', hash)).toBe(false);
    expect(await passwordMatches('', hash)).toBe(false);
    expect(await passwordMatches('correct horse', UNMATCHABLE)).toBe(false);
  });

  it('carry their cost and a salt of their own in the hash', async () => {
    const [one, other] = await Promise.all([hashPassword('correct horse'), hashPassword('correct horse')]);
    expect(one).toMatch(/^scrypt\$32768\$8\$1\$[\w-]{22}\$[\w-]{43}$/);
    expect(one).not.toBe(other);
    expect(UNMATCHABLE.split('$').map((part) => part.length)).toEqual(one.split('$').map((part) => part.length));
  });

  it('are the same however the keyboard composes an accent', async () => {
    expect(await passwordMatches('cafe\u0301-au-lait', await hashPassword('caf\u00e9-au-lait'))).toBe(true);
  });

  it('refuse a hash of unknown form loudly', async () => {
    await expect(passwordMatches('correct horse', 'md5$abc')).rejects.toThrow('unknown form');
    await expect(passwordMatches('correct horse', '')).rejects.toThrow('unknown form');
  });

  it('have 10 to 200 characters', () => {
    expect(['x'.repeat(9), 'x'.repeat(201)].some((text) => Password.safeParse(text).success)).toBe(false);
    expect(['x'.repeat(10), 'x'.repeat(200)].every((text) => Password.safeParse(text).success)).toBe(true);
  });

  it('are generated readable, and never twice', () => {
    const made = Array.from({ length: 200 }, generatePassword);
    expect(new Set(made).size).toBe(200);
    for (const password of made) expect(password).toMatch(/^[a-km-np-zA-HJ-NP-Z2-9]{20}$/);
  });
});
