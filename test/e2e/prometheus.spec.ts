import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';
import { createTestApp, TestClock, type TestApp } from '../support/create-test-app.js';
import { itWithPromtool, promtool } from '../support/promtool.js';
import { ScriptedUpstream, upstreamRow } from '../support/scripted-upstream.js';

const ROOT = new URL('../../', import.meta.url);
const RULES = 'deploy/prometheus/rules.yaml';

const Rules = z.object({
  groups: z.array(z.looseObject({ rules: z.array(z.looseObject({ alert: z.string(), expr: z.string() })) })),
});
const Dashboard = z.looseObject({
  panels: z.array(z.looseObject({ targets: z.array(z.looseObject({ expr: z.string() })).default([]) })),
});

/** Metrics of the Node process, which prom-client defines. */
const OF_THE_PROCESS = /^delivery_(process|nodejs)_/;

let upstream: ScriptedUpstream;
let app: TestApp;
/** A scrape of a product that has everything: a run, a schedule of backups and a SQLite file. */
let scrape: string;

const file = (name: string) => readFileSync(new URL(name, ROOT), 'utf8');

/** Returns the name and type of every metric of the scrape. */
function exposedMetrics(): Map<string, string> {
  return new Map([...scrape.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name = '', type = '']) => [name, type]));
}

/** Returns the metrics that expressions name, without the suffixes of a histogram's series. */
function namesIn(expressions: readonly string[]): string[] {
  const histograms = [...exposedMetrics()].filter(([, type]) => type === 'histogram').map(([name]) => name);
  const names = expressions.flatMap((text) => text.match(/\bdelivery_\w+/g) ?? []);
  const series = (name: string) => new RegExp(`^${name}_(bucket|count|sum)$`);
  return [...new Set(names.map((name) => histograms.find((one) => series(one).test(name)) ?? name))].sort();
}

beforeAll(async () => {
  upstream = await ScriptedUpstream.start();
  upstream.serve('Warung', [upstreamRow('2026-11-21')]);
  app = await createTestApp({
    env: { DELIVERY_STATS_API_URL: upstream.url, SYNC_ON_START: 'off', BACKUP_CRON: '0 19 * * *' },
    clock: TestClock.at('2026-11-22T06:00:00.000Z'),
  });
  await app.addClient('Warung');
  await app.sync();
  await app.get('/clients');
  scrape = (await app.request<string>('GET', '/metrics', { role: 'monitor' })).body;
});

afterAll(async () => {
  await app.stop();
  await upstream.close();
});

describe('the metrics', () => {
  itWithPromtool('pass the lint of promtool without a line', () => {
    expect(promtool(['check', 'metrics'], scrape)).toEqual({ status: 0, output: '' });
  });

  it('are those that docs/reference/monitoring.md lists', () => {
    const [current = ''] = file('docs/reference/monitoring.md').split('### Former names');
    const documented = current.matchAll(/^\| `(delivery_\w+)/gm);
    const own = [...exposedMetrics().keys()].filter((name) => !OF_THE_PROCESS.test(name));
    expect([...documented].map(([, name]) => name).sort()).toEqual(own.sort());
  });

  it('report a run that failed from zero, so that its first time is an increase', () => {
    expect(scrape).toContain('delivery_sync_runs_total{trigger="cron",status="failed"} 0\n');
  });

  it('report the space on the disk of the SQLite file', () => {
    const [available, size] = ['available', 'size'].map((what) =>
      Number(new RegExp(`^delivery_disk_${what}_bytes (\\d+)$`, 'm').exec(scrape)?.[1]),
    );
    expect(available).toBeGreaterThan(0);
    expect(size).toBeGreaterThan(available ?? Infinity);
  });
});

describe('the alerting rules', () => {
  const expressions = () =>
    Rules.parse(parse(file(RULES))).groups.flatMap(({ rules }) => rules.map(({ expr }) => expr));

  it('name only metrics that the product exposes', () => {
    const exposed = exposedMetrics();
    expect(namesIn(expressions()).filter((name) => !exposed.has(name))).toEqual([]);
  });

  itWithPromtool('are valid, and each fires at its fault and at no other time', () => {
    expect(promtool(['check', 'rules', RULES])).toMatchObject({ status: 0 });
    const tests = promtool(['test', 'rules', 'deploy/prometheus/rules.test.yaml']);
    expect(tests).toMatchObject({ status: 0, output: expect.stringContaining('SUCCESS') });
  });

  it('each have a unit test', () => {
    const tested = file('deploy/prometheus/rules.test.yaml').match(/(?<=alertname: )\w+/g);
    const alerts = Rules.parse(parse(file(RULES))).groups.flatMap(({ rules }) => rules.map(({ alert }) => alert));
    expect([...new Set(tested)].sort()).toEqual(alerts.sort());
  });
});

describe('the Grafana dashboard', () => {
  it('shows every metric of the product and no other', () => {
    const { panels } = Dashboard.parse(JSON.parse(file('deploy/grafana/delivery-stats.json')));
    const shown = namesIn(panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)));
    const exposed = exposedMetrics();
    const own = [...exposed.keys()].filter((name) => !OF_THE_PROCESS.test(name));
    expect(shown.filter((name) => !exposed.has(name))).toEqual([]);
    expect(own.filter((name) => !shown.includes(name))).toEqual([]);
  });
});
