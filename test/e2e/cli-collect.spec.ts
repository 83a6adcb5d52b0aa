import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { CollectionDto } from '../../src/collection/collection.dto.js';
import { startChild, type Child } from '../support/child.js';
import { cliHere, CliProcess, documentOf } from '../support/cli.js';
import { json, ScriptedUpstream, upstreamRow, type Behaviour } from '../support/scripted-upstream.js';
import { temporaryFolder } from '../support/test-replica.js';

const TRIGGER = 'POST /api/v1/triggerCollection';
const COLLECT = ['collect', '--json'];
const DONE = json(200, { success: true, message: 'x', restaurants_updated: 2, output_preview: '' });

let upstream: ScriptedUpstream;
let folder: ReturnType<typeof temporaryFolder>;
let env: Record<string, string>;
let posts: number;
let server: Child | null = null;
const commands: CliProcess[] = [];

beforeEach(async () => {
  folder = temporaryFolder();
  upstream = await ScriptedUpstream.start();
  upstream.list([{ id: 1, name: 'Warung' }]);
  const today = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
  upstream.serve('Warung', [upstreamRow(today)]);
  env = { DATABASE_URL: `sqlite:${join(folder.path, 'replica.sqlite')}`, DELIVERY_STATS_API_URL: upstream.url };
  posts = 0;
  trigger(DONE);
});

afterEach(async () => {
  for (const { process, ended } of commands.splice(0)) {
    process.kill('SIGKILL');
    await ended;
  }
  server?.process.kill('SIGKILL');
  await server?.exited;
  server = null;
  await upstream.close();
  folder.discard();
});

function trigger(behaviour: Behaviour): void {
  upstream.route(TRIGGER, (request, response) => {
    posts += 1;
    behaviour(request, response);
  });
}

/** Holds the request and resolves when it has arrived. */
function hold(): Promise<() => void> {
  return new Promise((resolve) => {
    trigger((request, response) => resolve(() => DONE(request, response)));
  });
}

function command(...args: string[]): CliProcess {
  const started = new CliProcess(args, env);
  commands.push(started);
  return started;
}

/** Starts a server on the replica that syncs nothing automatically. */
async function serve(): Promise<void> {
  const quiet = { HOST: '127.0.0.1', PORT: '0', SYNC_ON_START: 'off', SYNC_CRON: 'off', LOG_LEVEL: 'info' };
  server = startChild('main.js', [], { ...env, ...quiet });
  await server.line((line) => (JSON.parse(line) as { port?: number }).port);
}

describe('the collect command', () => {
  it('lets the server send the request, and a second command follows the same collection', async () => {
    await serve();
    const held = hold();
    const first = command(...COLLECT, '--then-sync');
    const letGo = await held;
    const second = command(...COLLECT);
    await second.says('No new collection was asked for');
    letGo();
    const [one, two] = await Promise.all([first.ended, second.ended]);
    expect([one.code, two.code]).toEqual([0, 0]);
    expect(one.stderr).toBe('');
    const view = documentOf(one) as CollectionDto;
    expect(view).toMatchObject({ trigger: 'cli', status: 'succeeded', thenSync: true, dataMoved: true, syncRunId: 1 });
    expect((documentOf(two) as CollectionDto).id).toBe(view.id);
    expect(posts).toBe(1);
  });

  it('sends the request itself and syncs when no server runs', async () => {
    const { code, stdout } = await cliHere(['clients:import', '-', '--json'], env, '[{"name":"Warung"}]');
    expect({ code, stdout }).toMatchObject({ code: 0 });
    const response = await cliHere([...COLLECT, '--then-sync'], env);
    expect(documentOf(response)).toMatchObject({ status: 'succeeded', dataMoved: true });
    expect(response.code).toBe(0);
    const again = await cliHere(['collect', '--then-sync'], env);
    expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining('no_new_data') });
  });

  it('exits 1 when upstream fails, and prints nothing of the script output', async () => {
    trigger(json(500, { success: false, error: 'x', stderr: 'Passw0rd' }));
    const { code, stdout } = await cliHere(['collect'], env);
    expect(code).toBe(1);
    expect(stdout).toMatch(/failed[^]*script of upstream failed/);
    expect(stdout).not.toContain('Passw0rd');
  });

  it('sends no second request after the server is killed during one', async () => {
    await serve();
    const held = hold();
    const watching = command(...COLLECT);
    await held;
    server?.process.kill('SIGKILL');
    await server?.exited;
    watching.process.kill('SIGTERM');
    expect((await watching.ended).code).toBe(1);
    await serve();
    const again = command(...COLLECT);
    await again.says('No new collection was asked for');
    upstream.route(
      'GET /api/v1/collectionStatus',
      json(200, { isRunning: false, lastResult: { success: true, completed_at: new Date().toISOString() } }),
    );
    const { code, stdout } = await again.ended;
    expect({ code, view: JSON.parse(stdout) as unknown }).toMatchObject({
      code: 0,
      view: { id: 1, status: 'succeeded' },
    });
    expect(posts).toBe(1);
  }, 90_000);
});
