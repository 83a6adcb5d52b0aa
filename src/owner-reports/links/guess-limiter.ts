import { networkOf } from '../../platform/http/index.js';

/** Tokens that are wrong before an address has to wait. A person with an old link opens it a few times. */
const MAX_MISSES = 20;
const WINDOW_MS = 15 * 60_000;
/** Addresses that are remembered. The one that has been known for longest is forgotten first. */
const MAX_ADDRESSES = 10_000;

interface Misses {
  count: number;
  readonly until: number;
}

/** Slows down guessing of tokens by address. It keeps its counts in the memory of the process, and a bounded number of them. */
export class GuessLimiter {
  private readonly misses = new Map<string, Misses>();

  /** Returns how many seconds an address has to wait; 0 when it may try. @param now ms since 1970. */
  secondsToWait(address: string | null, now: number): number {
    const held = this.misses.get(networkOf(address ?? ''));
    if (!held || held.until <= now || held.count < MAX_MISSES) return 0;
    return Math.ceil((held.until - now) / 1000);
  }

  /** Counts a wrong token. */
  countMiss(address: string | null, now: number): void {
    const key = networkOf(address ?? '');
    const held = this.misses.get(key);
    if (held && held.until > now) {
      held.count++;
      return;
    }
    this.misses.delete(key);
    this.misses.set(key, { count: 1, until: now + WINDOW_MS });
    const oldest = this.misses.keys().next();
    if (this.misses.size > MAX_ADDRESSES && !oldest.done) this.misses.delete(oldest.value);
  }
}
