import type { Role } from '../../src/auth/access/roles.js';
import type { TestApp } from './create-test-app.js';

/** Throws when an event is not what the OpenAPI document says; test/support/jest/environment.mjs provides it. */
declare const assertApiEvent: (event: string, data: unknown) => void;

interface Received {
  readonly event: string;
  readonly data: unknown;
}

/** A subscriber to `/api/v1/events`, as a browser is. */
export class EventStream {
  private readonly received: Received[] = [];
  private readonly listeners = new Set<() => void>();
  private over = false;
  /** Resolves when the server or {@link close} ends the stream. */
  readonly ended: Promise<void>;

  private constructor(
    readonly response: Response,
    private readonly abort: AbortController,
  ) {
    this.ended = this.read().finally(() => {
      this.over = true;
      for (const listener of this.listeners) listener();
    });
  }

  static async open(app: TestApp, role: Role = 'manager'): Promise<EventStream> {
    return EventStream.openWith(app, { authorization: `Bearer ${await app.token(role)}` });
  }

  /** Opens a stream with these credentials. */
  static async openWith(app: TestApp, credentials: Record<string, string>): Promise<EventStream> {
    const abort = new AbortController();
    const response = await fetch(`${app.server.url}/api/v1/events`, {
      headers: { ...credentials, 'accept-encoding': 'gzip, deflate, br' },
      signal: abort.signal,
    });
    if (response.status !== 200) throw new Error(`The stream was refused: ${response.status}`);
    return new EventStream(response, abort);
  }

  /** Resolves with the first unread event of this name that `accept` accepts. Rejects when the stream ends first. */
  next<T>(event: string, accept: (data: T) => boolean = () => true): Promise<T> {
    return new Promise((resolve, reject) => {
      const check = () => {
        const at = this.received.findIndex((one) => one.event === event && accept(one.data as T));
        const [found] = at < 0 ? [] : this.received.splice(at, 1);
        if (!found && !this.over) return;
        this.listeners.delete(check);
        if (found) resolve(found.data as T);
        else reject(new Error(`The stream ended without ${event}; left were ${JSON.stringify(this.received)}`));
      };
      this.listeners.add(check);
      check();
    });
  }

  async close(): Promise<void> {
    this.abort.abort();
    await this.ended;
  }

  private async read(): Promise<void> {
    const decoder = new TextDecoder();
    let text = '';
    try {
      for await (const chunk of this.response.body ?? []) {
        const blocks = (text + decoder.decode(chunk, { stream: true })).split('\n\n');
        text = blocks.pop() ?? '';
        for (const block of blocks) this.take(block);
      }
    } catch (error) {
      if (!this.abort.signal.aborted) throw error;
    }
  }

  private take(block: string): void {
    const field = (name: string) =>
      block
        .split('\n')
        .find((line) => line.startsWith(`${name}: `))
        ?.slice(name.length + 2);
    const event = field('event');
    if (event === undefined) return;
    const data: unknown = JSON.parse(field('data') ?? 'null');
    assertApiEvent(event, data);
    this.received.push({ event, data });
    for (const listener of this.listeners) listener();
  }
}
