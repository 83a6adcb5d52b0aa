import { ApiClient } from 'adminjs';

interface Options {
  readonly actionName: string;
  readonly method?: string | undefined;
  readonly data?: unknown;
}

/** Actions that only read; AdminJS sends every other one that has no form as a GET too, which the server refuses. */
const READS = new Set(['list', 'show', 'search', 'edit', 'new']);

/** Sends what changes something as a POST, and leads to the login when the session is over. */
export function mendApiClient(): void {
  const client = ApiClient.prototype;
  for (const name of ['resourceAction', 'recordAction', 'bulkAction'] as const) {
    const send: unknown = Object.getOwnPropertyDescriptor(client, name)?.value;
    if (!isSender(send)) throw new Error(`AdminJS's client has no ${name}`);
    const mended = async function (this: ApiClient, options: Options) {
      try {
        return await send.call(this, READS.has(options.actionName) ? options : { ...options, method: 'post' });
      } catch (error) {
        if (statusOf(error) === 401) {
          location.assign(`/admin/login?next=${encodeURIComponent(location.pathname + location.search)}`);
        }
        throw error;
      }
    };
    Object.defineProperty(client, name, { value: mended });
  }
}

function isSender(value: unknown): value is (this: ApiClient, options: Options) => Promise<unknown> {
  return typeof value === 'function';
}

function statusOf(error: unknown): number | undefined {
  return (error as { response?: { status?: number } }).response?.status;
}
