import createClient from 'openapi-fetch';
import type { ApiPaths, Problem } from '../../../platform/http/index.js';

const NOT_MODIFIED = 304;

/** The API of this server. The OpenAPI document gives the types of its calls. */
export const api = createClient<ApiPaths>();

/** The server responded with an error status. */
export class RejectedError extends Error {
  constructor(
    readonly status: number,
    message: string,
    /** The fields and the rules that they break. */
    readonly details: Problem['details'] = [],
  ) {
    super(message);
  }
}

/** The server could not be reached. */
export class UnreachableError extends Error {}

/** What a call of {@link api} resolves with. */
interface ApiResponse<Data> {
  readonly data?: Data;
  /** A text when a proxy responded instead of the server. */
  readonly error?: Problem | string;
  readonly response: Response;
}

/** Data with the `ETag` of the response that brought them. */
export interface Tagged<Data> {
  readonly data: Data;
  readonly etag: string | null;
}

/** Returns the data of a call. @throws RejectedError, UnreachableError, DOMException `AbortError`. */
export async function dataOf<Data>(call: Promise<ApiResponse<Data>>): Promise<Data> {
  return toData(await reach(call));
}

/** As {@link dataOf}, with the `ETag`. Returns what the caller holds when the server says that it has not changed. */
export async function taggedDataOf<Data>(
  call: Promise<ApiResponse<Data>>,
  held: Tagged<Data> | undefined,
): Promise<Tagged<Data>> {
  const result = await reach(call);
  if (held && result.response.status === NOT_MODIFIED) return held;
  return { data: toData(result), etag: result.response.headers.get('etag') };
}

function reach<Data>(call: Promise<ApiResponse<Data>>): Promise<ApiResponse<Data>> {
  return call.catch((reason: unknown) => {
    throw reason instanceof TypeError ? new UnreachableError() : reason;
  });
}

function toData<Data>({ data, error, response }: ApiResponse<Data>): Data {
  if (response.ok) return data as Data;
  if (typeof error !== 'object') throw new RejectedError(response.status, response.statusText);
  throw new RejectedError(response.status, error.message, error.details);
}
