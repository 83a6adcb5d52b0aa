import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/environment.js';
import { Database } from './database.js';
import { ReplicaMeta } from './replica-meta.entity.js';
import { openReplica, sqliteOptions } from './sqlite-file.js';
import { UpstreamMemory } from './upstream-memory.js';

@Global()
@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      inject: [CONFIG],
      useFactory: (config: Config) => ({
        ...sqliteOptions(config.databaseFile),
        autoLoadEntities: true,
        toRetry: () => false,
      }),
      dataSourceFactory: async (options) => {
        if (!options) throw new Error('The DataSource factory was called without options');
        return openReplica(options);
      },
    }),
    TypeOrmModule.forFeature([ReplicaMeta]),
  ],
  providers: [Database, UpstreamMemory],
  exports: [Database, UpstreamMemory],
})
export class DatabaseModule {}
