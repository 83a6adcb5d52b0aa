import { randomBytes, randomInt, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto';
import { z } from 'zod';

/** OWASP's figures of 2024: 32 MiB and some 100 ms a try. */
const COST = { N: 2 ** 15, r: 8, p: 1 };
const SALT_BYTES = 16;
const KEY_BYTES = 32;

/** Letters and digits that no font confuses: 20 of 56 are 116 bits. */
const READABLE = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const GENERATED_LENGTH = 20;

/** What a password must be: 10 to 200 characters, of any kind. */
export const Password = z
  .string('must be a text')
  .min(10, 'must have at least 10 characters')
  .max(200, 'must have at most 200 characters');

/** A password nobody knows yet, easy to read out. */
export function generatePassword(): string {
  return Array.from({ length: GENERATED_LENGTH }, () => READABLE[randomInt(READABLE.length)]).join('');
}

/** Hashes a password with a salt of its own; the result, `scrypt$N$r$p$salt$key`, carries all that checking needs. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  return encoded(COST, salt, await derived(password, salt, KEY_BYTES, COST));
}

/** Whether `password` made `hash`, in a time that does not depend on the answer. @throws Error when `hash` is not one of ours. */
export async function passwordMatches(password: string, hash: string): Promise<boolean> {
  const [scheme, N, r, p, salt, key, ...rest] = hash.split('$');
  if (scheme !== 'scrypt' || !salt || !key || rest.length > 0) throw new Error('A password hash has an unknown form');
  const expected = Buffer.from(key, 'base64url');
  const cost = { N: Number(N), r: Number(r), p: Number(p) };
  return timingSafeEqual(expected, await derived(password, Buffer.from(salt, 'base64url'), expected.length, cost));
}

/** A hash that no password has: checking against it takes as long as against a real one. */
export const UNMATCHABLE = encoded(COST, randomBytes(SALT_BYTES), randomBytes(KEY_BYTES));

function encoded({ N, r, p }: typeof COST, salt: Buffer, key: Buffer): string {
  return ['scrypt', N, r, p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

function derived(password: string, salt: Buffer, length: number, cost: typeof COST): Promise<Buffer> {
  // Node refuses to use more than 32 MiB unless told, and these figures need exactly that and a little.
  const options: ScryptOptions = { ...cost, maxmem: 2 * 128 * cost.N * cost.r };
  return new Promise((resolve, reject) => {
    // One keyboard types é as one code point, another as two: NFKC makes them the same password.
    scrypt(password.normalize('NFKC'), salt, length, options, (error, key) => (error ? reject(error) : resolve(key)));
  });
}
