import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AddressInfo } from 'node:net';
import { createServer, request as send, type Server } from 'node:http';
import express, { type NextFunction, type Request, type Response } from 'express';
import { assertSameOrigin } from './same-origin.js';
import type { UserError } from '../../domain/index.js';

type Headers = Readonly<Record<string, string>>;

let server: Server;

beforeAll(async () => {
  const app = express();
  app.set('trust proxy', 'loopback');
  app.use((request: Request, response: Response) => {
    assertSameOrigin(request);
    response.end();
  });
  // Express recognizes an error handler by its four parameters.
  app.use((error: UserError, _request: Request, response: Response, _next: NextFunction) => {
    response.status(error.status).json({ code: error.code, message: error.message });
  });
  server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterAll(() => new Promise((resolve) => server.close(resolve)));

/** Sends a request with exactly these headers. Returns the status and the body. */
function call(headers: Headers, method = 'POST'): Promise<{ status: number | undefined; body: string }> {
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const request = send({ port, method, headers: { host: 'stats.example.com', ...headers } }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      response.on('end', () => resolve({ status: response.statusCode, body }));
    });
    request.on('error', reject).end();
  });
}

describe('a request with cookies that changes something', () => {
  it.each<[string, Headers]>([
    ['a page of this site', { 'sec-fetch-site': 'same-origin' }],
    ['the address bar', { 'sec-fetch-site': 'none' }],
    [
      'a page of this site in a browser behind a proxy that changes the host',
      { 'sec-fetch-site': 'same-origin', origin: 'https://other.example' },
    ],
    ['no browser', {}],
    ['a page of this site in an older browser', { origin: 'http://stats.example.com' }],
    ['a page of this site, in other letters and with the usual port', { origin: 'http://STATS.example.com:80' }],
    [
      'a page of this site at another port',
      { host: 'stats.example.com:3000', origin: 'http://stats.example.com:3000' },
    ],
    [
      'a page behind a trusted proxy that drops the port',
      { origin: 'https://stats.example.com:8443', 'x-forwarded-for': '10.0.0.1' },
    ],
    [
      'such a page when the proxy spells the host in capitals',
      { host: 'Stats.Example.com', origin: 'https://stats.example.com:8443', 'x-forwarded-for': '10.0.0.1' },
    ],
  ])('passes from %s', async (_sender, headers) => {
    expect((await call(headers)).status).toBe(200);
  });

  it.each<[string, Headers]>([
    ['a page of another site', { 'sec-fetch-site': 'cross-site' }],
    ['a page of another subdomain', { 'sec-fetch-site': 'same-site' }],
    ['a page of another site in an older browser', { origin: 'https://evil.example' }],
    ['a page without an origin', { origin: 'null' }],
    ['a page at another port', { origin: 'http://stats.example.com:8443' }],
    [
      'a page of another site behind a trusted proxy',
      { origin: 'https://evil.example', 'x-forwarded-for': '10.0.0.1' },
    ],
    ['a page, when the Host is no host', { host: 'a b', origin: 'http://stats.example.com' }],
  ])('is rejected from %s', async (_sender, headers) => {
    expect(await call(headers)).toMatchObject({ status: 403, body: expect.stringContaining('"code":"cross_site"') });
  });

  it('is rejected with a message that names both origins and the setting of the proxy', async () => {
    const { body } = await call({ origin: 'https://evil.example' });
    expect(JSON.parse(body)).toMatchObject({
      message:
        'This request came from a page of another site: its Origin is https://evil.example, this site is stats.example.com. ' +
        'A proxy in between must pass the Host header with its port (nginx: proxy_set_header Host $http_host)',
    });
    expect((await call({ 'sec-fetch-site': 'cross-site' })).body).toContain('its Origin is none');
  });
});

it.each(['GET', 'HEAD', 'OPTIONS'])('a %s of another site passes, for it changes nothing', async (method) => {
  expect((await call({ 'sec-fetch-site': 'cross-site' }, method)).status).toBe(200);
});
