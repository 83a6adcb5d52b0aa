import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** An answer that is not the wanted one. Its body is JSON: `{success: false, error, ...more}`. */
export class HttpError extends Error {
  constructor(
    readonly status: 400 | 401 | 404 | 409 | 413 | 500,
    message: string,
    readonly more: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.name = 'HttpError';
  }
}

/** Instead of an answer the connection is cut. */
export class Dropped extends Error {}

/** A request as the routes see it. `signal` aborts when the client goes away. */
export interface Call {
  readonly query: URLSearchParams;
  readonly body: () => Promise<string>;
  readonly signal: AbortSignal;
}

/** The JSON text of a 200: whole, or in pieces where it is too long to be held at once. */
export type Answer = string | AsyncIterable<string>;

/** Answers a call, or throws an HttpError. */
export type Route = (call: Call) => Answer | Promise<Answer>;

/** Writes the answer; pieces at the pace the client reads them. Rejects when it goes away meanwhile. */
export async function send(response: ServerResponse, answer: Answer): Promise<void> {
  if (typeof answer === 'string') {
    sendJson(response, 200, answer);
    return;
  }
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' });
  await pipeline(Readable.from(answer), response);
}

export function sendError(response: ServerResponse, { status, message, more }: HttpError): void {
  // What is left of a body that is too large is not worth reading just to keep the connection.
  if (status === 413) response.setHeader('connection', 'close');
  sendJson(response, status, JSON.stringify({ success: false, error: message, ...more }));
}

function sendJson(response: ServerResponse, status: number, text: string): void {
  const body = Buffer.from(text);
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'content-length': body.length });
  response.end(body);
}

/** The request's body as text. @throws HttpError 413 beyond `limit` bytes. */
export function readBody(request: IncomingMessage, limit: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  return new Promise((resolve, reject) => {
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      else reject(new HttpError(413, `The body may have ${limit} bytes`));
    });
    request.on('end', () => resolve(Buffer.concat(chunks).toString()));
    request.on('error', reject);
  });
}
