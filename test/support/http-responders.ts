import { once } from 'node:events';
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createGzip } from 'node:zlib';

const MB = 1024 * 1024;
const closing: (() => Promise<void>)[] = [];

/** Closes the servers that {@link serve} and {@link serveRaw} started. */
export async function closeServers(): Promise<void> {
  await Promise.all(closing.splice(0).map((close) => close()));
}

/** The start of a response whose body never comes whole. */
export const HEAD = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 1000000\r\n';

/** Starts an HTTP server and records its requests. */
export async function serve(handler: RequestListener) {
  const requests: { url: string | undefined; headers: Record<string, string | string[] | undefined> }[] = [];
  const server = createServer((request, response) => {
    requests.push({ url: request.url, headers: request.headers });
    handler(request, response);
  });
  closing.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { url: await listen(server), requests };
}

/** Starts a server that reads a request and then gives its socket to a handler. */
export function serveRaw(behave: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('data', () => behave(socket));
  });
  closing.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return listen(server);
}

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Returns the address of a port on which nothing listens. */
export async function closedPort(): Promise<string> {
  const server = createTcpServer();
  const url = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return url;
}

/** Gives each request the next handler; the last handler repeats. */
export function sequence(...handlers: RequestListener[]): RequestListener {
  return (request, response) => (handlers.length > 1 ? handlers.shift() : handlers[0])?.(request, response);
}

/** Responds with an HTML page of this status. */
export function failing(status: number): RequestListener {
  return (_, response) => response.writeHead(status, { 'content-type': 'text/html' }).end('<b>failed</b>');
}

/** Responds with an empty JSON object. */
export function fine(_: unknown, response: ServerResponse): void {
  json(response, {});
}

/** Responds 200 with this JSON. */
export function json(response: ServerResponse, body: unknown, type = 'application/json; charset=utf-8'): void {
  response.writeHead(200, { 'content-type': type }).end(JSON.stringify(body));
}

/** Sends one byte every 20 ms. */
export function drip(socket: Socket, text: string): void {
  let at = 0;
  const timer = setInterval(() => socket.write(text[at++ % text.length] ?? ''), 20);
  socket.once('close', () => clearInterval(timer));
}

/** Returns a compressed body that is far larger when it is unpacked. */
export async function gzipOfZeros(megabytes: number): Promise<Buffer> {
  const gzip = createGzip();
  const parts: Buffer[] = [];
  gzip.on('data', (part: Buffer) => parts.push(part));
  const zeros = Buffer.alloc(MB);
  for (let written = 0; written < megabytes; written += 1) {
    if (!gzip.write(zeros)) await once(gzip, 'drain');
  }
  gzip.end();
  await once(gzip, 'end');
  return Buffer.concat(parts);
}
