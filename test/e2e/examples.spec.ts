import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { transform } from 'esbuild';
import { createTestApp, type TestApp } from '../support/create-test-app.js';
import { describeWithPrograms } from '../support/program.js';
import { ScriptedUpstream, upstreamRow } from '../support/scripted-upstream.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

describe('the programs of the docs', () => {
  let upstream: ScriptedUpstream;
  let app: TestApp;

  beforeAll(async () => {
    upstream = await ScriptedUpstream.start();
    app = await createTestApp({ env: { DELIVERY_STATS_API_URL: upstream.url, SYNC_ATTEMPTS: '1' } });
    for (const [name, sales] of [
      ['Warung', 100_000],
      ['Bakso', 300_000],
    ] as const) {
      upstream.serve(name, [upstreamRow('2026-10-05', { grab_sales: sales, gojek_sales: null })]);
      await app.addClient(name);
    }
    await app.sync({ from: '2026-10-01', to: '2026-10-31' });
  });

  afterAll(async () => {
    await app.stop();
    await upstream.close();
  });

  /** Runs a program with the address of the server and the token of an admin, and returns what it prints. */
  async function run(command: string, args: readonly string[], input = ''): Promise<string> {
    const env = {
      PATH: process.env.PATH,
      DELIVERY_STATS_URL: app.server.url,
      DELIVERY_STATS_TOKEN: await app.token('admin'),
    };
    const child = spawn(command, args, { cwd: ROOT, env });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stdin.end(input);
    await new Promise((resolve) => child.once('close', resolve));
    return output;
  }

  /** Returns the code of `docs/reference/http.md` in a language. */
  function snippet(language: string): string {
    const page = readFileSync(`${ROOT}docs/reference/http.md`, 'utf8');
    return new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``).exec(page)?.[1] ?? '';
  }

  it('list the restaurants, rank a month, follow a sync to its end and print what changed', async () => {
    upstream.serve('Warung', [
      upstreamRow('2026-10-05', { grab_sales: 450_000, gojek_sales: null }),
      upstreamRow('2026-10-06', { grab_sales: 50_000, gojek_sales: null }),
    ]);
    const output = await run(process.execPath, ['docs/examples/what-changed.mjs', '2026-10']);
    expect(output.split('\n').filter((line) => !/^ {2}\d of \d$/.test(line))).toEqual([
      '2 restaurants',
      expect.stringMatching(/^ {2}Bakso: Rp 300,000$/),
      expect.stringMatching(/^ {2}Warung: Rp 100,000$/),
      expect.stringMatching(/^Run \d+ started$/),
      expect.stringMatching(/^Run \d+ completed: 1 days new, 1 changed, 1 unchanged$/),
      '  Warung: Rp 100,000 -> Rp 500,000',
      '',
    ]);
  });

  it('say how they are used', async () => {
    expect(await run(process.execPath, ['docs/examples/what-changed.mjs', 'October'])).toMatch(/^Usage: /);
  });

  it('run in TypeScript', async () => {
    const { code } = await transform(snippet('ts'), { loader: 'ts', format: 'esm' });
    expect(await run(process.execPath, ['--input-type=module', '-'], code)).toMatch(
      /Bakso 300000[^]*run \d+ completed/,
    );
  });

  describeWithPrograms('curl')('with curl', () => {
    it('run in a shell', async () => {
      expect(await run('sh', ['-eu'], snippet('sh'))).toMatch(/"name":"Bakso"[^]*"created":true/);
    });
  });

  describeWithPrograms('python3')('with Python', () => {
    it('run in Python', async () => {
      expect(await run('python3', ['-'], snippet('python'))).toMatch(/Bakso 300000[^]*run \d+ completed/);
    });
  });
});
