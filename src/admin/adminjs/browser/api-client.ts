import { ApiClient, type RecordJSON } from 'adminjs';
import { focusFirstError } from './form-errors.js';
import { takeServerList } from './list/list-handover.js';
import { returnAddress } from './return-path.js';

interface Options {
  readonly actionName: string;
  readonly resourceId?: string;
  readonly method?: string | undefined;
  readonly data?: unknown;
}

/** Actions that only read. AdminJS sends every action without a form as a GET; the server rejects that for all other actions. */
const READ_ACTIONS = new Set(['list', 'show', 'search', 'edit', 'new', 'totals', 'panels']);

/** Actions of a record that are pages. */
const PAGE_ACTIONS = new Set(['show', 'edit']);

/**
 * Makes AdminJS's client send every action that changes something as a POST, take the list that came with the page, and open the
 * login when the session is over.
 */
export function patchApiClient(): void {
  const client = ApiClient.prototype;
  for (const name of ['resourceAction', 'recordAction', 'bulkAction'] as const) {
    const send: unknown = Object.getOwnPropertyDescriptor(client, name)?.value;
    if (!isSender(send)) throw new Error(`AdminJS's client has no ${name}`);
    const patched = async function (this: ApiClient, options: Options) {
      try {
        const isRead = READ_ACTIONS.has(options.actionName) && options.data === undefined;
        const list = options.actionName === 'list' ? takeServerList(options.resourceId ?? '') : null;
        if (list) return { data: list };
        if (isRead) return await send.call(this, options);
        const response = await send.call(this, { ...options, method: 'post' });
        const { thenPost } = (response as { data: { thenPost?: string } }).data;
        if (thenPost !== undefined) return await leaveWithPost(thenPost);
        const address = options.actionName === 'edit' ? returnAddress() : null;
        if (address === null) return response;
        location.assign(address);
        return await new Promise(() => undefined);
      } catch (error) {
        const response = responseOf(error);
        // AdminJS shows the rules that a form breaks only from a response that it takes for a success.
        if (response?.data?.notice) {
          const { record } = response.data;
          // The fields are drawn with their errors first.
          if (record) setTimeout(() => focusFirstError(record));
          return response;
        }
        if (response?.data?.details?.[0]?.path === 'confirmation') {
          location.assign(`/admin/confirm?next=${encodeURIComponent(location.pathname + location.search)}`);
        }
        if (response?.status === 401) {
          location.assign(`/admin/login?next=${encodeURIComponent(location.pathname + location.search)}`);
        }
        // The server has a page for a record that is no longer there.
        if (response?.status === 404 && PAGE_ACTIONS.has(options.actionName)) location.reload();
        throw error;
      }
    };
    Object.defineProperty(client, name, { value: patched });
  }
}

/** Leaves the page by sending an empty form. The promise never settles. */
function leaveWithPost(path: string): Promise<never> {
  const form = document.createElement('form');
  form.method = 'post';
  form.action = path;
  document.body.append(form);
  form.submit();
  return new Promise(() => undefined);
}

function isSender(value: unknown): value is (this: ApiClient, options: Options) => Promise<unknown> {
  return typeof value === 'function';
}

interface FailedResponse {
  readonly status?: number;
  readonly data?: {
    readonly notice?: unknown;
    readonly record?: Pick<RecordJSON, 'errors'>;
    readonly details?: readonly { readonly path: string }[];
  } | null;
}

function responseOf(error: unknown): FailedResponse | undefined {
  return (error as { response?: FailedResponse }).response;
}
