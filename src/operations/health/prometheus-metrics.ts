import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { Counter, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import { EventLoopLag } from './event-loop-lag.js';
import { registerReplicaGauges } from './replica-gauges.js';
import { BackupLogService } from '../backup/index.js';
import { CONFIG, type Config } from '../../platform/config/index.js';
import { Database } from '../../platform/database/index.js';
import { DomainEvents } from '../../platform/events/index.js';
import { isRunActive, RUN_STATUSES, type CounterName } from '../../domain/index.js';
import { ItemEnded, RUN_TRIGGERS, RunAnnounced, SyncStatusService } from '../../sync/index.js';
import { UpstreamCallMetrics } from '../../upstream/index.js';

/** Default metrics of prom-client that break the naming rules: gauges named `_total`, each the sum of the gauge without the suffix. */
const MISNAMED_DEFAULTS = ['active_handles', 'active_requests', 'active_resources'].map(
  (name) => `delivery_nodejs_${name}_total`,
);

/** The counters that `delivery_rows_total` has. */
const COUNTED_WRITES = ['inserted', 'updated', 'unchanged', 'deleted'] as const satisfies readonly CounterName[];

/** The metrics for Prometheus. Counters count what this process did; gauges of the data are read from the replica at each scrape. */
@Injectable()
export class PrometheusMetrics implements OnModuleDestroy {
  private readonly registry = new Registry();
  private readonly lag = new EventLoopLag(this.registry);
  private readonly requests = new Histogram({
    name: 'delivery_http_request_duration_seconds',
    help: 'Time to respond to a request',
    labelNames: ['method', 'route', 'code'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
    registers: [this.registry],
  });

  constructor(
    database: Database,
    status: SyncStatusService,
    backups: BackupLogService,
    @Inject(CONFIG) config: Config,
    events: DomainEvents,
    calls: UpstreamCallMetrics,
  ) {
    const registers = [this.registry];
    collectDefaultMetrics({ register: this.registry, prefix: 'delivery_' });
    for (const name of MISNAMED_DEFAULTS) this.registry.removeSingleMetric(name);
    this.lag.start();
    this.countRuns(events, registers);
    const upstream = new Histogram({
      name: 'delivery_upstream_request_duration_seconds',
      help: 'Time of a call to upstream, by status code or code of what went wrong',
      labelNames: ['code'],
      buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 30],
      registers,
    });
    calls.made.subscribe(({ code, seconds }) => upstream.observe({ code }, seconds));
    registerReplicaGauges(this.registry, { database, status, backups, config });
  }

  readonly contentType = this.registry.contentType;

  /** Returns all metrics in the exposition format of Prometheus. */
  text(): Promise<string> {
    return this.registry.metrics();
  }

  /** Measures the duration of a request. The label is the pattern of its route, never its path. */
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
    this.lag.stop();
    this.registry.clear();
  }

  private countRuns(events: DomainEvents, registers: Registry[]): void {
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
    // Without a zero Prometheus sees no increase when a status occurs for the first time.
    for (const trigger of RUN_TRIGGERS) {
      for (const status of RUN_STATUSES) if (!isRunActive(status)) runs.inc({ trigger, status }, 0);
    }
    events.on(RunAnnounced).subscribe(({ trigger, status, startedAt, finishedAt }) => {
      runs.inc({ trigger, status });
      if (startedAt && finishedAt) duration.observe((Date.parse(finishedAt) - Date.parse(startedAt)) / 1000);
    });
    events.on(ItemEnded).subscribe(({ status, counts }) => {
      items.inc({ status });
      if (!counts) return;
      for (const op of COUNTED_WRITES) rows.inc({ op }, counts[op]);
    });
  }
}
