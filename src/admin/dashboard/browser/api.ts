import type { Problem } from '../../../platform/http/index.js';

/** The server responded with an error status. */
export class RejectedError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** The server could not be reached. */
export class UnreachableError extends Error {}

/** Returns the JSON of a path. @throws RejectedError, UnreachableError, DOMException `AbortError`. */
export async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  return call<T>(path, signal ? { signal } : {});
}

/** Posts JSON and returns the JSON of the response. @throws RejectedError, UnreachableError. */
export async function post<T>(path: string, body: object = {}): Promise<T> {
  return call<T>(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
}

/** Sends a change whose response is not needed. @throws RejectedError, UnreachableError. */
export async function send(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: object): Promise<void> {
  const json = { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  await request(path, { method, ...(body && json) });
}

async function call<T>(path: string, options: RequestInit): Promise<T> {
  return (await (await request(path, options)).json()) as T;
}

async function request(path: string, options: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, options);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new UnreachableError();
  }
  if (response.ok) return response;
  throw new RejectedError(response.status, await readMessage(response));
}

async function readMessage(response: Response): Promise<string> {
  try {
    return ((await response.json()) as Problem).message;
  } catch {
    return response.statusText;
  }
}
