import { Module, type DynamicModule } from '@nestjs/common';
import type { Logger } from 'pino';
import { AdminModule } from './admin/admin.module.js';
import { AlertsModule } from './alerts/alerts.module.js';
import { AuthModule } from './auth/auth.module.js';
import { ClientsModule } from './clients/clients.module.js';
import { CollectionModule } from './collection/collection.module.js';
import { ConfigModule, type Clock } from './config/config.module.js';
import type { Config } from './config/environment.js';
import { DatabaseModule } from './database/database.module.js';
import { HealthModule } from './health/health.module.js';
import { HousekeepingModule } from './housekeeping/housekeeping.module.js';
import { LoggerModule } from './http/logger.js';
import { RootController } from './http/root.controller.js';
import { StatsModule } from './stats/stats.module.js';
import { SyncModule } from './sync/sync.module.js';
import type { UpstreamGate } from './upstream/upstream-gate.js';
import { UpstreamModule, type UpstreamAddress } from './upstream/upstream.module.js';

/** What a process is composed of. */
export interface Composition {
  readonly config: Config;
  readonly logger: Logger;
  readonly upstream: UpstreamAddress;
  /** The system's unless a test brings its own. */
  readonly clock?: Clock | undefined;
  /** The limiter of the calls to upstream; one of `SYNC_CONCURRENCY` unless a test brings its own. */
  readonly gate?: UpstreamGate | undefined;
}

@Module({})
export class AppModule {
  static for({ config, logger, upstream, clock, gate }: Composition): DynamicModule {
    return {
      module: AppModule,
      controllers: [RootController],
      imports: [
        ConfigModule.for(config, clock),
        LoggerModule.for(logger),
        DatabaseModule,
        UpstreamModule.for(upstream, gate),
        AuthModule,
        // Before the clients' own routes, whose `:id` would take `leaderboard` for one.
        StatsModule,
        ClientsModule,
        SyncModule,
        CollectionModule,
        AlertsModule,
        HousekeepingModule,
        HealthModule,
        ...(config.role === 'worker' ? [] : [AdminModule]),
      ],
    };
  }
}
