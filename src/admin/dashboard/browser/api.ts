import createClient from 'openapi-fetch';
import type { ApiPaths, Problem } from '../../../platform/http/index.js';

/** The API of this server. The OpenAPI document gives the types of its calls. */
export const api = createClient<ApiPaths>();

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

/** What a call of {@link api} resolves with. */
interface ApiResponse<Data> {
  readonly data?: Data;
  /** A text when a proxy responded instead of the server. */
  readonly error?: Problem | string;
  readonly response: Response;
}

/** Returns the data of a call. @throws RejectedError, UnreachableError, DOMException `AbortError`. */
export async function dataOf<Data>(call: Promise<ApiResponse<Data>>): Promise<Data> {
  const { data, error, response } = await call.catch((reason: unknown) => {
    throw reason instanceof TypeError ? new UnreachableError() : reason;
  });
  if (response.ok) return data as Data;
  throw new RejectedError(response.status, typeof error === 'object' ? error.message : response.statusText);
}
