import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import { BackupLog } from '../backup/backup-log.js';
import { Database } from '../database/database.js';
import { dayNumber } from '../stats/day.js';
import { FreshnessService } from '../stats/freshness.service.js';
import { PLATFORMS } from '../stats/metric-catalogue.js';
import { SyncSignals } from '../sync/sync-signals.js';
import { SyncStatusService } from '../sync/sync-status.service.js';
import { UpstreamCalls } from '../upstream/upstream-calls.js';

const LAG_RESOLUTION_MS = 10;

/** What Prometheus reads. Counters count what this process did; gauges of the data are read from the replica at each scrape. */
@Injectable()
export class Metrics implements OnModuleDestroy {
  private readonly registry = new Registry();
  private readonly lag = monitorEventLoopDelay({ resolution: LAG_RESOLUTION_MS });
  private readonly requests = new Histogram({
    name: 'delivery_http_request_duration_seconds',
    help: 'Time to answer a request',
    labelNames: ['method', 'route', 'code'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
    registers: [this.registry],
  });

  constructor(
    private readonly database: Database,
    private readonly status: SyncStatusService,
    private readonly freshness: FreshnessService,
    private readonly backups: BackupLog,
    signals: SyncSignals,
    calls: UpstreamCalls,
  ) {
    const registers = [this.registry];
    collectDefaultMetrics({ register: this.registry, prefix: 'delivery_' });
    this.lag.enable();
    this.countRuns(signals, registers);
    const upstream = new Histogram({
      name: 'delivery_upstream_request_duration_seconds',
      help: 'Time of a call to upstream, by status code or code of what went wrong',
      labelNames: ['code'],
      buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 30],
      registers,
    });
    calls.made.subscribe(({ code, seconds }) => upstream.observe({ code }, seconds));
    this.gauges(registers);
  }

  readonly contentType = this.registry.contentType;

  /** The exposition text. */
  text(): Promise<string> {
    return this.registry.metrics();
  }

  /** Times every request by its route's pattern, never by its path. */
  time(request: Request, response: Response, next: NextFunction): void {
    const stop = this.requests.startTimer();
    response.once('finish', () => {
      const route = request.route as { path?: unknown } | undefined;
      const pattern = typeof route?.path === 'string' ? route.path : 'none';
      stop({ method: request.method, route: pattern, code: String(response.statusCode) });
    });
    next();
  }

  onModuleDestroy(): void {
    this.lag.disable();
    this.registry.clear();
  }

  private countRuns(signals: SyncSignals, registers: Registry[]): void {
    const runs = new Counter({
      name: 'delivery_sync_runs_total',
      help: 'Runs that ended',
      labelNames: ['trigger', 'status'],
      registers,
    });
    const duration = new Histogram({
      name: 'delivery_sync_duration_seconds',
      help: 'Time from the start of a run to its end',
      buckets: [1, 2.5, 5, 10, 30, 60, 300, 1800],
      registers,
    });
    const items = new Counter({
      name: 'delivery_sync_items_total',
      help: 'Restaurants of runs, by how they ended',
      labelNames: ['status'],
      registers,
    });
    const rows = new Counter({
      name: 'delivery_rows_total',
      help: 'Days of restaurants, by what a run did to them',
      labelNames: ['op'],
      registers,
    });
    signals.runAnnounced.subscribe(({ trigger, status, startedAt, finishedAt }) => {
      runs.inc({ trigger, status });
      if (startedAt && finishedAt) duration.observe((Date.parse(finishedAt) - Date.parse(startedAt)) / 1000);
    });
    signals.itemEnded.subscribe(({ status, counts }) => {
      items.inc({ status });
      if (!counts) return;
      const { inserted, updated, unchanged, deleted } = counts;
      for (const [op, count] of Object.entries({ inserted, updated, unchanged, deleted })) rows.inc({ op }, count);
    });
  }

  private gauges(registers: Registry[]): void {
    const { database, freshness, status, lag } = this;
    const told = () => database.read((tx) => freshness.read(tx));
    new Gauge({
      name: 'delivery_sync_last_success_timestamp_seconds',
      help: 'When a run last copied every restaurant',
      registers,
      async collect() {
        const { lastSuccessAt } = await status.status();
        if (lastSuccessAt) this.set(Date.parse(lastSuccessAt) / 1000);
      },
    });
    new Gauge({
      name: 'delivery_data_age_days',
      help: 'Days from the last reported day to yesterday; 0 is up to date',
      labelNames: ['platform'],
      registers,
      async collect() {
        const { dataThrough, yesterday } = await told();
        this.reset();
        for (const platform of PLATFORMS) {
          const through = dataThrough[platform];
          if (through) this.set({ platform }, dayNumber(yesterday.date) - dayNumber(through));
        }
      },
    });
    new Gauge({
      name: 'delivery_clients_missing_yesterday',
      help: 'Clients that usually report and have not reported yesterday',
      registers,
      async collect() {
        this.set((await told()).yesterday.missing);
      },
    });
    new Gauge({
      name: 'delivery_clients_incomplete',
      help: 'Clients whose latest copying failed or refused rows',
      labelNames: ['why'],
      registers,
      async collect() {
        const { notCopied, refused } = (await status.status()).incomplete;
        this.set({ why: 'not_copied' }, notCopied);
        this.set({ why: 'refused_rows' }, refused);
      },
    });
    if (this.backups.scheduled) this.backupGauge(registers);
    new Gauge({
      name: 'delivery_event_loop_lag_seconds',
      help: 'Delay of the event loop since the last scrape',
      labelNames: ['quantile'],
      registers,
      collect() {
        for (const quantile of [0.5, 0.99, 1]) {
          const delay = lag.percentile(quantile * 100) / 1e9 - LAG_RESOLUTION_MS / 1000;
          this.set({ quantile: String(quantile) }, Math.max(0, delay));
        }
        lag.reset();
      },
    });
  }

  private backupGauge(registers: Registry[]): void {
    const { backups, database } = this;
    new Gauge({
      name: 'delivery_backup_last_success_timestamp_seconds',
      help: 'When the last good scheduled backup was begun',
      registers,
      async collect() {
        const lastGoodAt = await database.read((tx) => backups.lastGoodAt(tx));
        if (lastGoodAt) this.set(Date.parse(lastGoodAt) / 1000);
      },
    });
  }
}
