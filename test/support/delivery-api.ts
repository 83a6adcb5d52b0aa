import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { BUILD_FOLDER } from './build-folder.js';

export const READ_KEY = 'a key that only reads';
export const TRIGGER_KEY = 'a key that may trigger';

/** A response of the companion API. */
export interface ApiResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** The built companion API in a process of its own. */
export class DeliveryApiProcess {
  private constructor(
    readonly process: ChildProcess,
    readonly url: string,
  ) {}

  /** Starts it on a free port with only these variables, and resolves when it listens. */
  static async start(environment: Record<string, string>): Promise<DeliveryApiProcess> {
    const child = spawn(process.execPath, [fileURLToPath(new URL('delivery-api.cjs', BUILD_FOLDER))], {
      env: { PATH: process.env.PATH, PORT: '0', API_READ_KEY: READ_KEY, API_TRIGGER_KEY: TRIGGER_KEY, ...environment },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    for await (const line of createInterface(child.stdout)) {
      const { port } = JSON.parse(line) as { port?: number };
      if (port !== undefined) {
        child.stdout.resume();
        return new DeliveryApiProcess(child, `http://127.0.0.1:${port}`);
      }
    }
    throw new Error('The API ended before it listened');
  }

  async call(
    method: string,
    path: string,
    { key = TRIGGER_KEY, body }: { key?: string; body?: object | string } = {},
  ): Promise<ApiResponse> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: { ...(key && { authorization: `Bearer ${key}` }) },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return { status: response.status, headers: response.headers, body: JSON.parse(await response.text()) as unknown };
  }

  /** Ends it with a signal and waits for its end. Returns the exit code; null after SIGKILL. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    const exited = once(this.process, 'exit') as Promise<[number | null]>;
    this.process.kill(signal);
    return (await exited)[0];
  }
}
