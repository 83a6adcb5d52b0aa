import { Module, type MiddlewareConsumer, type NestModule } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import type { NextFunction, Request, Response } from 'express';
import { BackupModule } from '../backup/backup.module.js';
import { QueueModule } from '../queue/queue.module.js';
import { StatsModule } from '../stats/stats.module.js';
import { SyncModule } from '../sync/sync.module.js';
import { HealthController } from './health.controller.js';
import { Indicators } from './indicators.js';
import { Metrics } from './metrics.js';

@Module({
  imports: [TerminusModule.forRoot({ logger: false }), StatsModule, SyncModule, QueueModule, BackupModule],
  controllers: [HealthController],
  providers: [Indicators, Metrics],
})
export class HealthModule implements NestModule {
  constructor(private readonly metrics: Metrics) {}

  /** Nest makes an instance of its own of a middleware class, whose registry nobody would scrape: hence a function. */
  configure(consumer: MiddlewareConsumer): void {
    const { metrics } = this;
    consumer
      .apply((request: Request, response: Response, next: NextFunction) => metrics.time(request, response, next))
      .forRoutes('*path');
  }
}
