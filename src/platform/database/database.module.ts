import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Database } from './database.js';
import { createDatabase, openConfigured, replicaOptions } from './create-database.js';
import { ReplicaMeta } from './replica-meta.entity.js';
import { ReplicaOrigin } from './replica-origin.js';
import { CONFIG, type Config } from '../config/index.js';

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
  providers: [{ provide: Database, inject: [DataSource], useFactory: createDatabase }, ReplicaOrigin],
  exports: [Database, ReplicaOrigin],
})
export class DatabaseModule {}
