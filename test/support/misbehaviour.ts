import { once } from 'node:events';
import type { OutgoingHttpHeaders } from 'node:http';
import type { Socket } from 'node:net';
import { createGzip } from 'node:zlib';
import type { Behaviour } from './scripted-upstream.js';

const MB = 1024 * 1024;
const JSON_TYPE = { 'content-type': 'application/json' };
const HEAD = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 1000000\r\n';

/** The same for each of so many calls. */
export function times(count: number, behaviour: Behaviour): Behaviour[] {
  return Array<Behaviour>(count).fill(behaviour);
}

/** Answers so, with a page that holds what nobody may see. */
export function page(status: number, headers: OutgoingHttpHeaders = {}): Behaviour {
  const html = '<html><body><h1>Oops</h1><pre>Error: TOPSECRET\n  at query (/srv/db.js:7:3)</pre></body></html>';
  return body(html, { 'content-type': 'text/html', ...headers }, status);
}

export function body(text: string | Buffer, headers: OutgoingHttpHeaders = JSON_TYPE, status = 200): Behaviour {
  return (_request, response) => {
    response.writeHead(status, headers).end(text);
  };
}

/** Resets the connection instead of an answer. */
export const reset: Behaviour = (_request, response) => {
  response.socket?.resetAndDestroy();
};

/** Ends the connection inside a body. */
export const cut: Behaviour = (_request, response) => {
  response.writeHead(200, { ...JSON_TYPE, 'content-length': 1000 });
  response.write('{"data": [{"grab_sales": "1', () => response.socket?.destroy());
};

/** Takes the request and says nothing. */
export const silence: Behaviour = () => undefined;

/** Begins a body and never goes on. */
export function unfinished(headers: OutgoingHttpHeaders = JSON_TYPE): Behaviour {
  return (_request, response) => {
    response.writeHead(200, headers).write('{"data": [');
  };
}

/** Begins the headers and never goes on. */
export const unfinishedHeaders: Behaviour = (_request, response) => {
  response.socket?.write(HEAD);
};

/** Sends an answer that would be right, a byte every 200 ms: never idle, never done. */
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

/** A body of so many megabytes; itself it holds one. */
export function flood(megabytes: number): Behaviour {
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

/** A gzip that unfolds to so many megabytes. */
export async function bomb(megabytes: number): Promise<Behaviour> {
  const gzip = createGzip({ level: 1 });
  const parts: Buffer[] = [];
  gzip.on('data', (part: Buffer) => parts.push(part));
  const spaces = Buffer.alloc(MB, ' ');
  for (let left = megabytes; left > 0; left--) if (!gzip.write(spaces)) await once(gzip, 'drain');
  gzip.end('{"data": []}');
  await once(gzip, 'end');
  return body(Buffer.concat(parts), { ...JSON_TYPE, 'content-encoding': 'gzip' });
}

/** The behaviour, and the promise that the caller has closed each of its connections. */
export function watched(behaviour: Behaviour): { play: Behaviour; closed: () => Promise<unknown> } {
  const closings: Promise<unknown>[] = [];
  return {
    play: (request, response) => {
      closings.push(new Promise((resolve) => request.socket.once('close', resolve)));
      behaviour(request, response);
    },
    closed: () => Promise.all(closings),
  };
}
