import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** An error response. Its body is the JSON `{success: false, error, ...more}`. */
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

/** Makes the server cut the connection instead of a response. */
export class DroppedConnectionError extends Error {}

/** A request as the routes get it. `signal` aborts when the client disconnects. */
export interface Call {
  readonly query: URLSearchParams;
  readonly body: () => Promise<string>;
  readonly signal: AbortSignal;
}

/** The JSON text of a 200: a string, or pieces when it is too long for memory. */
export type DemoResponse = string | AsyncIterable<string>;

/** Handles a call. Throws HttpError or DroppedConnectionError. */
export type Route = (call: Call) => DemoResponse | Promise<DemoResponse>;

/** Writes the response. It writes pieces as fast as the client reads them. Rejects when the client disconnects. */
export async function send(response: ServerResponse, content: DemoResponse): Promise<void> {
  if (typeof content === 'string') {
    sendJson(response, 200, content);
    return;
  }
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' });
  await pipeline(Readable.from(content), response);
}

/** Writes an error response. */
export function sendError(response: ServerResponse, { status, message, more }: HttpError): void {
  // Reading the rest of a body that is too large would cost more than a new connection.
  if (status === 413) response.setHeader('connection', 'close');
  sendJson(response, status, JSON.stringify({ success: false, error: message, ...more }));
}

function sendJson(response: ServerResponse, status: number, text: string): void {
  const body = Buffer.from(text);
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'content-length': body.length });
  response.end(body);
}

/** Returns the request's body as text. @throws HttpError 413 beyond `limit` bytes. */
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
