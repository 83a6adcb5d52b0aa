import { Module, type MiddlewareConsumer, type NestModule } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import type { NextFunction, Request, Response } from 'express';
import { HealthController } from './health.controller.js';
import { HealthIndicators } from './health-indicators.js';
import { PrometheusMetrics } from './prometheus-metrics.js';
import { BackupModule } from '../backup/index.js';
import { StatsModule } from '../../stats/index.js';
import { SyncModule } from '../../sync/index.js';

@Module({
  imports: [TerminusModule.forRoot({ logger: false }), StatsModule, SyncModule, BackupModule],
  controllers: [HealthController],
  providers: [HealthIndicators, PrometheusMetrics],
})
export class HealthModule implements NestModule {
  constructor(private readonly metrics: PrometheusMetrics) {}

  /** Registers a function. Nest would create a second instance of a middleware class, and nobody scrapes its registry. */
  configure(consumer: MiddlewareConsumer): void {
    const { metrics } = this;
    consumer
      .apply((request: Request, response: Response, next: NextFunction) => metrics.time(request, response, next))
      .forRoutes('*path');
  }
}
