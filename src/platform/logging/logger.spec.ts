import { describe, expect, it } from '@jest/globals';
import { Logger as NestLogger } from '@nestjs/common';
import express from 'express';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createLogger, PinoLoggerService } from './logger.js';
import { parseEnvironment } from '../config/index.js';
import { loggedPath, requestLog } from '../http/index.js';

function memoryLogger(level = 'debug') {
  const lines: Record<string, unknown>[] = [];
  const stream = { write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) };
  return { lines, logger: createLogger(parseEnvironment({ LOG_LEVEL: level }), { stream }) };
}

describe('createLogger', () => {
  it('redacts secrets wherever they hang', () => {
    const { lines, logger } = memoryLogger();
    const secret = 's3cret';
    logger.child({ runId: 1, clientId: 2 }).info(
      {
        password: secret,
        user: { passwordHash: secret },
        req: { headers: { authorization: `Bearer ${secret}`, cookie: secret, 'set-cookie': [secret] } },
        config: { upstream: { apiKey: secret, retry: { token: secret } } },
      },
      'a line',
    );
    expect(JSON.stringify(lines)).not.toContain(secret);
    expect(lines).toMatchObject([{ runId: 1, clientId: 2, msg: 'a line', password: '[Redacted]' }]);
  });

  it('describes an error and its causes without the rest that hangs on them', () => {
    const { lines, logger } = memoryLogger();
    const cause = Object.assign(new Error('SQLITE_FULL: disk'), { code: 'SQLITE_FULL', parameters: ['s3cret'] });
    logger.error({ err: new TypeError('no', { cause }) });
    expect(lines).toMatchObject([{ err: { type: 'TypeError', message: 'no', cause: { code: 'SQLITE_FULL' } } }]);
    expect(JSON.stringify(lines)).not.toContain('s3cret');
  });

  it('keeps to the configured level', () => {
    const { lines, logger } = memoryLogger('warn');
    logger.info('no');
    logger.warn('yes');
    expect(lines).toHaveLength(1);
  });
});

describe('PinoLoggerService', () => {
  it("passes on Nest's lines with their context, its wiring as debug", () => {
    const { lines, logger } = memoryLogger();
    const service = new PinoLoggerService(logger);
    service.log('Mapped {/x, GET} route', 'RouterExplorer');
    service.log('Hello', 'Greeter');
    service.error('It broke', 'Error: It broke\n    at here', 'Greeter');
    service.error(new RangeError('too far'), undefined, 'Greeter');
    service.warn({ odd: true });
    expect(lines).toMatchObject([
      { level: 20, context: 'RouterExplorer' },
      { level: 30, context: 'Greeter', msg: 'Hello' },
      { level: 50, context: 'Greeter', msg: 'It broke', stack: 'Error: It broke\n    at here' },
      { level: 50, context: 'Greeter', msg: 'too far', err: { type: 'RangeError' } },
      { level: 40, msg: '{"odd":true}' },
    ]);
  });

  it("serves Nest's own Logger class", () => {
    const { lines, logger } = memoryLogger();
    NestLogger.overrideLogger(new PinoLoggerService(logger));
    new NestLogger('Somewhere').error('It broke', new Error('why').stack);
    NestLogger.overrideLogger(false);
    expect(lines).toMatchObject([
      { level: 50, context: 'Somewhere', msg: 'It broke', stack: expect.stringContaining('why') },
    ]);
  });
});

describe('requestLog', () => {
  async function request(path: string, init: RequestInit = {}) {
    const { lines, logger } = memoryLogger();
    const app = express().use(requestLog(logger));
    app.use((_request, response) => void response.status(path.includes('broken') ? 503 : 200).send('hello'));
    const server = createServer(app).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, init);
    await answer.text();
    server.close();
    await once(server, 'close');
    return { lines, id: answer.headers.get('x-request-id') };
  }

  it('writes one line a request, with its id and without secrets', async () => {
    const { lines, id } = await request('/api/v1/clients?from=2026-01-01&search=ibu&access_token=s3cret', {
      headers: { authorization: 'Bearer s3cret', cookie: 'sid=s3cret', 'x-request-id': 'forged' },
    });
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f-]{27}$/);
    expect(lines).toEqual([
      {
        level: 30,
        time: expect.any(Number),
        pid: expect.any(Number),
        hostname: expect.any(String),
        reqId: id,
        method: 'GET',
        path: '/api/v1/clients?from=2026-01-01&search=*&access_token=*',
        status: 200,
        ms: expect.any(Number),
        address: '127.0.0.1',
        caller: null,
        msg: 'request',
      },
    ]);
  });

  it.each(['/health', '/health/ready', '/metrics'])('is quiet about %s', async (path) => {
    expect((await request(path)).lines).toMatchObject([{ level: 20, path }]);
  });

  it('warns of a 5xx, without a stack of its own', async () => {
    const { lines } = await request('/health/broken');
    expect(lines).toMatchObject([{ level: 40, status: 503 }]);
    expect(lines[0]).not.toHaveProperty('err');
  });

  it('shows odd queries safely', () => {
    expect(loggedPath('/a')).toBe('/a');
    expect(loggedPath('/a?from=%FF&%0A=1&x')).toBe('/a?from=%EF%BF%BD&%0A=*&x=*');
  });
});
