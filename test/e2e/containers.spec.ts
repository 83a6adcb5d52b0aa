import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parse, parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { parseSettings } from '../../src/delivery-api/environment.js';
import { parseEnvironment } from '../../src/platform/config/environment.js';
import { startChild } from '../support/child.js';
import { freePort } from '../support/free-port.js';
import { ScriptedUpstream } from '../support/scripted-upstream.js';
import { temporaryFolder } from '../support/test-replica.js';

const ROOT = new URL('../../', import.meta.url);
const file = (name: string) => readFileSync(new URL(name, ROOT), 'utf8');

const Command = z.tuple([z.string()], z.string());
const Compose = z.looseObject({
  services: z.record(
    z.string(),
    z.looseObject({
      environment: z.record(z.string(), z.string()).default({}),
      image: z.string(),
      command: z.array(z.string()).optional(),
    }),
  ),
});
const Deployment = z.looseObject({
  kind: z.literal('Deployment'),
  spec: z.looseObject({
    template: z.looseObject({
      spec: z.looseObject({
        containers: z.array(
          z.looseObject({
            name: z.string(),
            env: z.array(z.object({ name: z.string(), value: z.string() })),
            ports: z.array(z.looseObject({ containerPort: z.number() })),
            livenessProbe: z.looseObject({ httpGet: z.looseObject({ path: z.string() }) }),
            readinessProbe: z.looseObject({ httpGet: z.looseObject({ path: z.string() }) }),
          }),
        ),
      }),
    }),
  }),
});

/** What the image sets, runs and is asked, from the last stage of the Dockerfile. */
function image() {
  const stage =
    file('Dockerfile')
      .split(/^FROM /m)
      .at(-1) ?? '';
  const line = (instruction: RegExp) => instruction.exec(stage)?.[1] ?? '';
  const env = Object.fromEntries(
    line(/^ENV (.*)$/m)
      .split(' ')
      .map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  );
  return {
    env,
    entrypoint: Command.parse(JSON.parse(line(/^ENTRYPOINT (.*)$/m))),
    command: Command.parse(JSON.parse(line(/^CMD (.*)$/m))),
    healthcheck: Command.parse(JSON.parse(line(/^HEALTHCHECK [^[]*CMD (.*)$/m))),
    user: line(/^USER (.*)$/m),
  };
}

/** Returns the services of compose.yaml that run a program of the image, with the variables that the operator must set. */
function services(program = image().command[0]): [string, Record<string, string>][] {
  const { services } = Compose.parse(parse(file('compose.yaml'), { merge: true }));
  const brought: Record<string, string> = {
    DELIVERY_STATS_API_URL: 'http://stats.example.com',
    SESSION_SECRET: 'a secret of thirty-two characters',
    POSTGRES_PASSWORD: 'secret',
    MYSQL_PASSWORD: 'secret',
    API_READ_KEY: 'a key of sixteen or more',
  };
  const filled = (text: string) =>
    text.replace(/\$\{(\w+):-([^}]*)\}/g, (_, name: string, otherwise: string) => brought[name] ?? otherwise);
  return Object.entries(services)
    .filter(
      ([, { image: name, command }]) =>
        name === 'delivery-stats:latest' && (command?.[0] ?? image().command[0]) === program,
    )
    .map(([name, { environment }]) => [
      name,
      Object.fromEntries(Object.entries(environment).map(([key, value]) => [key, filled(value)])),
    ]);
}

/** The containers of the Kubernetes example with the secret it asks for. */
function pods() {
  const secret = {
    DATABASE_URL: 'postgres://delivery:secret@db:5432/delivery',
    REDIS_URL: 'redis://redis:6379',
    SESSION_SECRET: 'a secret of thirty-two characters',
    DELIVERY_STATS_API_URL: 'http://stats.example.com',
  };
  return parseAllDocuments(file('deploy/kubernetes.yaml'))
    .map((document) => document.toJS() as unknown)
    .flatMap((document) => {
      const deployment = Deployment.safeParse(document);
      return deployment.success ? deployment.data.spec.template.spec.containers : [];
    })
    .map((container) => ({
      ...container,
      env: { ...secret, ...Object.fromEntries(container.env.map(({ name, value }) => [name, value])) },
    }));
}

describe('the containers', () => {
  it('set only variables that the product accepts, in every deployment shape', () => {
    const known = file('docs/reference/environment.md');
    const shapes = [
      ...services(),
      ...pods().map(({ name, env }): [string, Record<string, string>] => [`pod ${name}`, env]),
    ];
    expect(shapes.map(([name]) => name)).toEqual(['single', 'web', 'worker', 'agency', 'pod web', 'pod worker']);
    for (const [name, env] of shapes) {
      const config = parseEnvironment({ ...image().env, ...env });
      expect([name, config.role]).toEqual([name, env.APP_ROLE ?? 'all']);
      for (const variable of Object.keys(env)) expect(known).toContain(`\`${variable}\``);
    }
    for (const { livenessProbe, readinessProbe, ports } of pods()) {
      expect([livenessProbe.httpGet.path, readinessProbe.httpGet.path]).toEqual(['/health/live', '/health/ready']);
      expect(ports.map(({ containerPort }) => String(containerPort))).toEqual([image().env.PORT]);
    }
    expect(image().user).toBe('node');
  });

  it('run the companion API with settings that it accepts, and the product reads it', () => {
    const [[name, env] = ['', {}]] = services('dist/delivery-api.cjs');
    const settings = parseSettings({ ...image().env, ...env });
    // It shares the network of the database, so that the connection stays on the loopback.
    expect([name, settings.host, settings.mysql.host]).toEqual(['delivery-api', '0.0.0.0', '127.0.0.1']);
    const product = Object.fromEntries(services()).agency;
    expect(parse(file('compose.yaml'))).toMatchObject({ services: { [name]: { network_mode: 'service:mysql' } } });
    expect(product?.DELIVERY_STATS_API_URL).toBe(`http://mysql:${settings.port}`);
    expect(product?.DELIVERY_STATS_API_KEY).toBe(settings.readKey);
  });

  it('get every variable of the reference that compose.yaml does not name as fixed, and no other', () => {
    const variables = [...file('docs/reference/environment.md').matchAll(/^\| `([A-Z_]+)`/gm)].map(
      ([, name = '']) => name,
    );
    const text = file('compose.yaml');
    const fixed = /^# Fixed by the image .*: (.*)\.$/m.exec(text)?.[1]?.split(', ') ?? [];
    const passedOn = [...text.matchAll(/^ {2}([A-Z_]+): \$\{\1:-\}$/gm)].map(([, name = '']) => name);
    expect([...passedOn, ...fixed].sort()).toEqual(variables.sort());
    expect(fixed.filter((name) => passedOn.includes(name))).toEqual([]);
  });

  describe('started as the image starts them', () => {
    let upstream: ScriptedUpstream;
    let data: ReturnType<typeof temporaryFolder>;

    beforeEach(async () => {
      upstream = await ScriptedUpstream.start();
      data = temporaryFolder();
    });

    afterEach(async () => {
      await upstream.close();
      data.discard();
    });

    it('are healthy while they serve, and exit when they are asked to stop', async () => {
      const { env, entrypoint, command, healthcheck } = image();
      expect(entrypoint).toEqual(['/usr/bin/tini', '--', 'node']);
      const [, single] = services()[0] ?? ['', {}];
      const settings = {
        ...env,
        ...single,
        DATABASE_URL: (env.DATABASE_URL ?? '').replace('/data', data.path),
        BACKUP_DIR: join(data.path, 'backups'),
        PORT: String(await freePort()),
        DELIVERY_STATS_API_URL: upstream.url,
      };
      const asked = () => exitOf(healthcheck, { PORT: settings.PORT });
      expect(await asked()).toBe(1);
      const child = startChild((command.at(-1) ?? '').replace('dist/', ''), [], settings);
      await child.line((line) => (line.includes('"listening on') ? line : undefined));
      expect(await asked()).toBe(0);
      child.process.kill('SIGTERM');
      expect(await child.exited).toBe(0);
      expect(await asked()).toBe(1);
    });
  });
});

function exitOf([program, ...args]: z.output<typeof Command>, env: Record<string, string>): Promise<number | null> {
  const child = spawn(program === 'node' ? process.execPath : program, args, { env, stdio: 'ignore' });
  return new Promise((resolve) => child.once('exit', resolve));
}
