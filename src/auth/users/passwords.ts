import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto';
import PQueue from 'p-queue';
import { randomText } from '../random-text.js';
import { OverloadedError } from '../../domain/index.js';

/** The figures of OWASP's Password Storage Cheat Sheet for 32 MiB: about 300 ms of a core for each attempt. */
const PRODUCT_COST: ScryptCost = { N: 2 ** 15, r: 8, p: 3 };
/** Hashes use threads of libuv, of which there are four by default. The others stay free for DNS lookups and files. */
const HASHES_AT_ONCE = 2;
/** With this many in the queue the last one waits about 3 s. */
const MAX_WAITING = 20;
const RETRY_AFTER_S = 5;
const SALT_BYTES = 16;
const KEY_BYTES = 32;

/** Letters and digits that no font confuses: 20 of 56 are 116 bits. */
const READABLE = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const GENERATED_LENGTH = 20;

/** Returns a new random password of 20 characters that are easy to read out. */
export function generatePassword(): string {
  return randomText(READABLE, GENERATED_LENGTH);
}

/** Cost parameters of scrypt (RFC 7914): `N` iterations (a power of 2), block size `r`, parallelization `p`. */
export interface ScryptCost {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

/** Hashes and checks passwords with scrypt at one cost, two at a time. The others wait in a queue, which has an end. */
export class PasswordHasher {
  private readonly queue = new PQueue({ concurrency: HASHES_AT_ONCE });
  /** A hash that no password matches. Checking against it costs as much as checking against a real hash. */
  readonly unmatchableHash: string;

  /** @param cost of new hashes; existing hashes are checked at the cost that they carry. */
  constructor(private readonly cost: ScryptCost = PRODUCT_COST) {
    this.unmatchableHash = encode(cost, randomBytes(SALT_BYTES), randomBytes(KEY_BYTES));
  }

  /** @throws OverloadedError when so many passwords wait that another one would wait for seconds. */
  assertHasRoom(): void {
    if (this.queue.size >= MAX_WAITING) throw new OverloadedError('Too many people log in just now', RETRY_AFTER_S);
  }

  /** Returns whether a hash was made at another cost than new ones are. */
  needsRehash(hash: string): boolean {
    const { N, r, p } = this.cost;
    return !hash.startsWith(`scrypt$${N}$${r}$${p}$`);
  }

  /** Returns `scrypt$N$r$p$salt$key` with a new random salt: all that checking needs. @throws OverloadedError */
  async hash(password: string): Promise<string> {
    const salt = randomBytes(SALT_BYTES);
    return encode(this.cost, salt, await this.derive(password, salt, KEY_BYTES, this.cost));
  }

  /**
   * Returns whether `password` made `hash`, in a time that does not depend on the result.
   * @throws Error when `hash` does not have the form that {@link hash} returns; OverloadedError.
   */
  async matches(password: string, hash: string): Promise<boolean> {
    const [scheme, N, r, p, salt, key, ...rest] = hash.split('$');
    if (scheme !== 'scrypt' || !salt || !key || rest.length > 0) throw new Error('A password hash has an unknown form');
    const expected = Buffer.from(key, 'base64url');
    const cost = { N: Number(N), r: Number(r), p: Number(p) };
    return timingSafeEqual(
      expected,
      await this.derive(password, Buffer.from(salt, 'base64url'), expected.length, cost),
    );
  }

  private derive(password: string, salt: Buffer, length: number, cost: ScryptCost): Promise<Buffer> {
    this.assertHasRoom();
    return this.queue.add(() => deriveKey(password, salt, length, cost));
  }
}

function encode({ N, r, p }: ScryptCost, salt: Buffer, key: Buffer): string {
  return ['scrypt', N, r, p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

function deriveKey(password: string, salt: Buffer, length: number, cost: ScryptCost): Promise<Buffer> {
  // Node refuses to use more than 32 MiB by default, and the product's cost needs exactly that and a little.
  const options: ScryptOptions = { ...cost, maxmem: 2 * 128 * (cost.N + cost.p) * cost.r };
  return new Promise((resolve, reject) => {
    // One keyboard types é as one code point, another as two: NFKC makes them the same password.
    scrypt(password.normalize('NFKC'), salt, length, options, (error, key) => (error ? reject(error) : resolve(key)));
  });
}
