import { Module, type DynamicModule } from '@nestjs/common';
import type { Logger } from 'pino';
import { RedisConnections } from './redis-connections.js';
import { Database, replicaId } from '../../database/index.js';
import { LOGGER } from '../../logging/index.js';

/** The prefix of all keys of this replica, so that several replicas can share a Redis. */
export const KEY_PREFIX = Symbol('KEY_PREFIX');

/** The connections to Redis and the prefix of the keys. */
@Module({})
export class RedisModule {
  static forRoot(url: string): DynamicModule {
    return {
      module: RedisModule,
      providers: [
        {
          provide: RedisConnections,
          inject: [LOGGER],
          useFactory: (logger: Logger) => new RedisConnections(url, logger),
        },
        {
          provide: KEY_PREFIX,
          inject: [Database],
          // The braces keep all keys on one node of a cluster.
          useFactory: async (database: Database) => `{delivery-stats-${await replicaId(database)}}`,
        },
      ],
      exports: [RedisConnections, KEY_PREFIX],
    };
  }
}
