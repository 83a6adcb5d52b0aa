import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ScriptedUpstream, json, upstreamRow } from '../support/scripted-upstream.js';
import { startChild, type Child } from '../support/child.js';
import { databaseIn } from '../support/test-database.js';
import { temporaryFolder } from '../support/test-replica.js';

// jest.config.mjs leaves this file out on Node 20, which knows no proxies.
describe('a server behind a proxy', () => {
  let upstream: ScriptedUpstream;
  let proxy: Server;
  let server: Child;
  let folder: ReturnType<typeof temporaryFolder>;
  /** Hosts that the proxy was asked for, and what the webhook got. */
  let hosts: Set<string>;
  let alerted: Promise<unknown>;

  beforeEach(async () => {
    folder = temporaryFolder();
    upstream = await ScriptedUpstream.start();
    // Upstream does not know the second one, so the run is not complete, which is an incident.
    upstream.list([
      { id: 1, name: 'Warung' },
      { id: 2, name: 'Tak Dikenal' },
    ]);
    upstream.serve('Warung', [upstreamRow('2020-01-01')]);
    upstream.route('POST /api/v1/triggerCollection', json(200, { success: true, restaurants_updated: 1 }));
    hosts = new Set();
    proxy = createServer((request, response) => {
      const url = new URL(request.url ?? '');
      hosts.add(url.hostname);
      request.url = url.pathname + url.search;
      if (url.hostname === 'stats.invalid') upstream.play(request, response);
      else response.writeHead(204).end(() => proxy.emit('alerted'));
    });
    proxy.on('connect', (request: { url: string }, socket) => {
      hosts.add(request.url.split(':')[0] ?? '');
      const target = connect(Number(new URL(upstream.url).port), '127.0.0.1');
      target.once('connect', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        target.pipe(socket).pipe(target);
      });
    });
    alerted = once(proxy, 'alerted');
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  });

  afterEach(async () => {
    server.process.kill('SIGTERM');
    await server.exited;
    proxy.closeAllConnections();
    proxy.close();
    await upstream.close();
    folder.discard();
  });

  it('sends every call through it, and none to this machine', async () => {
    server = startChild('main.js', [], {
      NODE_USE_ENV_PROXY: '1',
      HTTP_PROXY: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
      PORT: '0',
      DATABASE_URL: await databaseIn(folder.path),
      DELIVERY_STATS_API_URL: 'http://stats.invalid',
      SYNC_CRON: 'off',
      COLLECTION_CRON: '* * * * * *',
      ALERT_WEBHOOK_URL: 'http://hooks.invalid/hook',
      ALERT_WEBHOOK_SECRET: 'a secret of the alerts',
    });
    await server.line((line) => line.includes('run ended') || undefined);
    await server.line((line) => line.includes('collection ended') || undefined);
    await alerted;
    expect(upstream.statsCalls().length).toBeGreaterThan(0);
    expect([...hosts].sort()).toEqual(['hooks.invalid', 'stats.invalid']);
  });
});
