import { describe, expect, it } from '@jest/globals';
import { generatePassword, PasswordHasher } from './passwords.js';
import { findPersonalPasswordProblem, Password } from './password-rules.js';
import { OverloadedError } from '../../domain/index.js';

const hasher = new PasswordHasher();

describe('passwords', () => {
  it('match their own hash only', async () => {
    const hash = await hasher.hash('correct horse');
    expect(await hasher.matches('correct horse', hash)).toBe(true);
    expect(await hasher.matches('correct horsf', hash)).toBe(false);
    expect(await hasher.matches('', hash)).toBe(false);
    expect(await hasher.matches('correct horse', hasher.unmatchableHash)).toBe(false);
  });

  it('carry their cost and a salt of their own in the hash', async () => {
    const [one, other] = await Promise.all([hasher.hash('correct horse'), hasher.hash('correct horse')]);
    expect(one).toMatch(/^scrypt\$32768\$8\$3\$[\w-]{22}\$[\w-]{43}$/);
    expect(one).not.toBe(other);
    expect(hasher.unmatchableHash.split('$').map((part) => part.length)).toEqual(
      one.split('$').map((part) => part.length),
    );
  });

  it('are hashed at the cost that the composition gives, and checked at the cost of their hash', async () => {
    const hash = await new PasswordHasher({ N: 16, r: 8, p: 1 }).hash('correct horse');
    expect(hash).toMatch(/^scrypt\$16\$8\$1\$/);
    expect(await hasher.matches('correct horse', hash)).toBe(true);
  });

  it('are the same however the keyboard composes an accent', async () => {
    expect(await hasher.matches('cafe\u0301-au-lait', await hasher.hash('caf\u00e9-au-lait'))).toBe(true);
  });

  it('throw for a hash of unknown form', async () => {
    await expect(hasher.matches('correct horse', 'md5$abc')).rejects.toThrow('unknown form');
    await expect(hasher.matches('correct horse', '')).rejects.toThrow('unknown form');
  });

  it('need a new hash when the cost has changed', async () => {
    const old = await new PasswordHasher({ N: 16, r: 8, p: 1 }).hash('correct horse');
    expect([hasher.needsRehash(old), hasher.needsRehash(hasher.unmatchableHash)]).toEqual([true, false]);
  });

  it('wait in a queue with an end', async () => {
    const busy = new PasswordHasher({ N: 2 ** 14, r: 8, p: 1 });
    const results = await Promise.allSettled(Array.from({ length: 30 }, () => busy.hash('correct horse')));
    const rejected = results.filter((result) => result.status === 'rejected');
    expect(rejected.map(({ reason }) => (reason as Error).constructor)).toEqual(Array(8).fill(OverloadedError));
    await expect(busy.hash('correct horse')).resolves.toMatch(/^scrypt/);
  });

  it.each([
    ['x'.repeat(9), 'must have at least 10 characters'],
    ['x'.repeat(201), 'must have at most 200 characters'],
    ['1234567890', 'is too easy to guess'],
    ['9876543210', 'is too easy to guess'],
    ['0123456789', 'is too easy to guess'],
    ['          ', 'is too easy to guess'],
    ['aaaaabbbbbcccc', 'is too easy to guess'],
    ['Password123', 'is too easy to guess'],
    ['QWERTYUIOP', 'is too easy to guess'],
  ])('are rejected when they are %j', (password, message) => {
    expect(Password.safeParse(password).error?.issues.map((issue) => issue.message)).toEqual([message]);
  });

  it.each(['a good password', 'xkcd 936 battery', 'пароль из слов', generatePassword()])(
    'are accepted: %s',
    (password) => {
      expect(Password.safeParse(password).success).toBe(true);
    },
  );

  it('are not the e-mail address of their owner', () => {
    const problem = (password: string) => findPersonalPasswordProblem(password, 'ani.wijaya@example.com');
    expect([problem('Ani.Wijaya@example.com'), problem('ani.wijaya'), problem('x ani.wijaya@example.com')]).toEqual(
      Array(3).fill('must not be the e-mail address'),
    );
    expect(problem('a good password')).toBeNull();
  });

  it('are generated readable, and never twice', () => {
    const made = Array.from({ length: 200 }, generatePassword);
    expect(new Set(made).size).toBe(200);
    for (const password of made) expect(password).toMatch(/^[a-km-np-zA-HJ-NP-Z2-9]{20}$/);
  });
});
