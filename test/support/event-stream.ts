import type { Role } from '../../src/auth/roles.js';
import type { TestServer } from './test-server.js';

interface Received {
  readonly event: string;
  readonly data: unknown;
}

/** A page that listens to `/api/v1/events`, as a browser would. */
export class EventStream {
  private readonly received: Received[] = [];
  private readonly listeners = new Set<() => void>();
  private over = false;
  /** Resolves when the server ends the stream, or {@link close} does. */
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

  static async open(app: TestServer, role: Role = 'manager'): Promise<EventStream> {
    const abort = new AbortController();
    const response = await fetch(`${app.server.url}/api/v1/events`, {
      headers: { authorization: `Bearer ${await app.token(role)}`, 'accept-encoding': 'gzip, deflate, br' },
      signal: abort.signal,
    });
    if (response.status !== 200) throw new Error(`The stream was refused: ${response.status}`);
    return new EventStream(response, abort);
  }

  /** Resolves with the first event of this name that was not taken yet and is accepted; rejects when the stream ends before. */
  next<T>(event: string, accept: (data: T) => boolean = () => true): Promise<T> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const at = this.received.findIndex((one) => one.event === event && accept(one.data as T));
        const [found] = at < 0 ? [] : this.received.splice(at, 1);
        if (!found && !this.over) return;
        this.listeners.delete(look);
        if (found) resolve(found.data as T);
        else reject(new Error(`The stream ended without ${event}; left were ${JSON.stringify(this.received)}`));
      };
      this.listeners.add(look);
      look();
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
    this.received.push({ event, data: JSON.parse(field('data') ?? 'null') });
    for (const listener of this.listeners) listener();
  }
}
