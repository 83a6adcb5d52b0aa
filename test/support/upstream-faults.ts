import { once } from 'node:events';
import type { OutgoingHttpHeaders } from 'node:http';
import type { Socket } from 'node:net';
import { createGzip } from 'node:zlib';
import type { Behaviour } from './scripted-upstream.js';

const MB = 1024 * 1024;
const JSON_TYPE = { 'content-type': 'application/json' };
const HEAD = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 1000000\r\n';

/** Returns the same behaviour for `count` calls. */
export function repeat(count: number, behaviour: Behaviour): Behaviour[] {
  return Array<Behaviour>(count).fill(behaviour);
}

/** Responds with this status and a page that holds a secret. */
export function htmlErrorPage(status: number, headers: OutgoingHttpHeaders = {}): Behaviour {
  const html = '<html><body><h1>Oops</h1><pre>Error: TOPSECRET\n  at query (/srv/db.js:7:3)</pre></body></html>';
  return respondWith(html, { 'content-type': 'text/html', ...headers }, status);
}

export function respondWith(text: string | Buffer, headers: OutgoingHttpHeaders = JSON_TYPE, status = 200): Behaviour {
  return (_request, response) => {
    response.writeHead(status, headers).end(text);
  };
}

/** Resets the connection instead of a response. */
export const resetConnection: Behaviour = (_request, response) => {
  response.socket?.resetAndDestroy();
};

/** Ends the connection inside a body. */
export const cutBody: Behaviour = (_request, response) => {
  response.writeHead(200, { ...JSON_TYPE, 'content-length': 1000 });
  response.write('{"data": [{"grab_sales": "1', () => response.socket?.destroy());
};

/** Accepts the request and sends nothing. */
export const neverRespond: Behaviour = () => undefined;

/** Starts a body and never continues. */
export function unfinishedBody(headers: OutgoingHttpHeaders = JSON_TYPE): Behaviour {
  return (_request, response) => {
    response.writeHead(200, headers).write('{"data": [');
  };
}

/** Starts the headers and never continues. */
export const unfinishedHeaders: Behaviour = (_request, response) => {
  response.socket?.write(HEAD);
};

/** Sends a correct response at one byte every 200 ms: never idle, never complete. */
export const drippingHeaders: Behaviour = (_request, { socket }) => socket && drip(socket, HEAD);
export const drippingBody: Behaviour = (_request, { socket }) => {
  socket?.write(`${HEAD}\r\n`);
  if (socket) drip(socket, `{"data": []${' '.repeat(1000)}`);
};

function drip(socket: Socket, text: string): void {
  let at = 0;
  const timer = setInterval(() => socket.write(text.charAt(at++)), 200);
  socket.once('close', () => clearInterval(timer));
}

/** Responds with a body of `megabytes` and holds only one in memory. */
export function plainBody(megabytes: number): Behaviour {
  const chunk = Buffer.alloc(MB, ' ');
  return (_request, response) => {
    response.writeHead(200, JSON_TYPE);
    let left = megabytes;
    const more = () => {
      while (left-- > 0) if (!response.write(chunk)) return void response.once('drain', more);
      response.end('{"data": []}');
    };
    more();
  };
}

/** Responds with a gzip body that expands to `megabytes`. */
export async function gzipBomb(megabytes: number): Promise<Behaviour> {
  const gzip = createGzip({ level: 1 });
  const parts: Buffer[] = [];
  gzip.on('data', (part: Buffer) => parts.push(part));
  const spaces = Buffer.alloc(MB, ' ');
  for (let left = megabytes; left > 0; left--) if (!gzip.write(spaces)) await once(gzip, 'drain');
  gzip.end('{"data": []}');
  await once(gzip, 'end');
  return respondWith(Buffer.concat(parts), { ...JSON_TYPE, 'content-encoding': 'gzip' });
}

/** Returns the behaviour and a function that resolves when the client has closed each of its connections. */
export function watchClosing(behaviour: Behaviour): { play: Behaviour; closed: () => Promise<unknown> } {
  const closings: Promise<unknown>[] = [];
  return {
    play: (request, response) => {
      closings.push(new Promise((resolve) => request.socket.once('close', resolve)));
      behaviour(request, response);
    },
    closed: () => Promise.all(closings),
  };
}
