import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { ApiError } from './api-error.js';
import type { Settings } from './environment.js';

const WINDOW_MS = 60_000;
const MAX_READS = 3_000;
const MAX_TRIGGERS = 30;
const MAX_WRONG_KEYS = 20;

type Kind = 'read' | 'trigger' | 'wrong key';
const LIMITS: Readonly<Record<Kind, number>> = { read: MAX_READS, trigger: MAX_TRIGGERS, 'wrong key': MAX_WRONG_KEYS };

/** Checks the key of a call and limits the number of calls in a minute. */
export class Access {
  private readonly counts = new Map<Kind, number>();
  private windowStart = 0;

  constructor(private readonly settings: Pick<Settings, 'readKey' | 'triggerKey'>) {}

  /**
   * Admits a call. The trigger key opens every call, the read key those that read.
   * @throws ApiError 401 for a missing or wrong key, 403 for the read key at a call that starts something, 429 for too many calls.
   */
  admit(request: IncomingMessage, kind: 'read' | 'trigger'): void {
    const { readKey, triggerKey } = this.settings;
    const given = /^Bearer +(.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
    const isTrigger = triggerKey !== undefined && isSame(given, triggerKey);
    const isRead = readKey !== undefined && isSame(given, readKey);
    const isOpen = kind === 'read' ? readKey === undefined : triggerKey === undefined && readKey === undefined;
    if (!isOpen && !isTrigger && !isRead) {
      this.count('wrong key');
      throw new ApiError(401, 'Unauthorized');
    }
    if (kind === 'trigger' && !isTrigger && !isOpen) throw new ApiError(403, 'Forbidden');
    this.count(kind);
  }

  private count(kind: Kind): void {
    const now = performance.now();
    if (now - this.windowStart >= WINDOW_MS || this.windowStart === 0) {
      this.counts.clear();
      this.windowStart = now;
    }
    const count = (this.counts.get(kind) ?? 0) + 1;
    this.counts.set(kind, count);
    if (count <= LIMITS[kind]) return;
    throw new ApiError(429, 'Too many requests', Math.ceil((this.windowStart + WINDOW_MS - now) / 1000));
  }
}

/** Compares in a time that does not depend on the texts. */
function isSame(a: string, b: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(a), hash(b));
}
