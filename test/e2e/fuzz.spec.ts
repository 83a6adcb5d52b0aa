import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { Express } from 'express';
import fc from 'fast-check';
import { apiRequests, panelRequests, type FuzzRequest } from '../support/fuzz/fuzz-requests.js';
import { HtmlClient } from '../support/html-client.js';
import { LogLines } from '../support/log-lines.js';
import { ScriptedUpstream, upstreamRow } from '../support/scripted-upstream.js';
import { createTestApp, type TestApp, TestClock } from '../support/create-test-app.js';

/** Requests to the API and to the panel, half each. `FUZZ_REQUESTS=4000` is the run by hand. */
const REQUESTS = Number(process.env.FUZZ_REQUESTS ?? 300);
/** The same seed sends the same requests. */
const SEED = Number(process.env.FUZZ_SEED ?? 20_261_127);
/** A response that takes longer counts as a hang, ms. */
const HANG_MS = 20_000;

let upstream: ScriptedUpstream;
let app: TestApp;
let log: LogLines;
let browser: HtmlClient;

beforeAll(async () => {
  upstream = await ScriptedUpstream.start();
  upstream.serve('Warung', [upstreamRow('2026-11-20')]);
  log = new LogLines();
  const clock = TestClock.at('2026-11-22T06:00:00.000Z');
  app = await createTestApp({
    env: { DELIVERY_STATS_API_URL: upstream.url, SYNC_ON_START: 'off', LOG_LEVEL: 'debug' },
    clock,
    log,
  });
  await app.addClient('Warung');
  await app.sync();
  browser = new HtmlClient(app);
  await browser.login('admin@example.com', 'a good password');
});

afterAll(async () => {
  await app.stop();
  await upstream.close();
});

describe('whatever is sent', () => {
  const check = (requests: fc.Arbitrary<FuzzRequest>[], credentials: () => Promise<Record<string, string>>) =>
    fc.assert(
      fc.asyncProperty(fc.oneof(...requests), async (request) => {
        await expectOrdinaryResponse(request, await credentials());
      }),
      { numRuns: Math.ceil(REQUESTS / 2), seed: SEED, endOnFailure: true },
    );

  it('the API sends an ordinary response and logs one line', async () => {
    const { body } = await app.request<OpenAPIObject>('GET', '/api/docs-json');
    await check(apiRequests(body), async () => ({ authorization: `Bearer ${await app.token('admin')}` }));
  });

  it('the panel sends an ordinary response and logs one line', async () => {
    const express: Express = app.server.app.getHttpAdapter().getInstance();
    const cookie = `session=${browser.cookies.get('session')}`;
    await check(panelRequests(express), () => Promise.resolve({ cookie, 'sec-fetch-site': 'same-origin' }));
  });
});

/** Sends a request and expects a response below 500 in time, a well-formed problem for a 4xx, and one line in the log. */
async function expectOrdinaryResponse(request: FuzzRequest, credentials: Record<string, string>): Promise<void> {
  const response = await fetch(`${app.server.url}${request.path}`, {
    method: request.method,
    redirect: 'manual',
    headers: { ...credentials, ...(request.type === 'json' && { 'content-type': 'application/json' }) },
    signal: AbortSignal.timeout(HANG_MS),
    ...(request.type !== null && { body: toBody(request) }),
  });
  const text = await response.text();
  const { status, headers } = response;
  // Without Redis or after a failed run `/health` tells so.
  if (status >= 500 && !request.path.startsWith('/health')) throw new Error(`Status ${status}: ${text.slice(0, 500)}`);
  if (status >= 400 && headers.get('content-type')?.includes('json')) {
    const problem: unknown = JSON.parse(text);
    if (!isAdminjsRefusal(problem)) {
      expect(problem).toEqual({
        statusCode: status,
        error: expect.stringMatching(/./),
        message: expect.stringMatching(/./),
        details: expect.any(Array),
      });
    }
  } else if (status >= 400) {
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
  }
  const id = headers.get('x-request-id');
  const isLine = ({ reqId, msg }: Readonly<Record<string, unknown>>) => reqId === id && msg === 'request';
  expect(await log.waitForLine(isLine)).toMatchObject({ status });
  expect(log.lines.filter(isLine)).toHaveLength(1);
  log.lines.length = 0;
  log.text = '';
}

/** A form that breaks a rule: AdminJS shows the rules from the record in the response. */
function isAdminjsRefusal(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'notice' in body;
}

function toBody({ type, body }: FuzzRequest): BodyInit {
  if (type === 'json') return JSON.stringify(body);
  const fields = Object.entries(body as Record<string, string>);
  if (type === 'form') return new URLSearchParams(fields);
  const form = new FormData();
  for (const [name, value] of fields) form.append(name, value);
  return form;
}
