import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/environment.js';
import { Database } from './database.js';
import { doorTo, openConfigured, replicaOptions } from './open-replica.js';
import { ReplicaMeta } from './replica-meta.entity.js';
import { UpstreamMemory } from './upstream-memory.js';

@Global()
@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      inject: [CONFIG],
      useFactory: async (config: Config) => ({
        ...(await replicaOptions(config)),
        autoLoadEntities: true,
        toRetry: () => false,
      }),
      dataSourceFactory: async (options) => {
        if (!options) throw new Error('The DataSource factory was called without options');
        return openConfigured(options);
      },
    }),
    TypeOrmModule.forFeature([ReplicaMeta]),
  ],
  providers: [{ provide: Database, inject: [DataSource], useFactory: doorTo }, UpstreamMemory],
  exports: [Database, UpstreamMemory],
})
export class DatabaseModule {}
