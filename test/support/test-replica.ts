import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INestApplicationContext, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { pino } from 'pino';
import { DataSource } from 'typeorm';
import { AppModule } from '../../src/app.module.js';
import { SYSTEM } from '../../src/auth/actor.js';
import { ClientsService } from '../../src/clients/clients.service.js';
import type { Clock } from '../../src/config/config.module.js';
import { parseEnvironment } from '../../src/config/environment.js';
import { Database } from '../../src/database/database.js';
import { databaseIn, portable } from './test-database.js';

/** A folder of a test's own; `discard` takes it away with all that is in it. */
export function temporaryFolder(): { path: string; discard: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'delivery-stats-'));
  return { path, discard: () => rmSync(path, { recursive: true, force: true }) };
}

/** The product's services on a replica file, without HTTP, worker and schedule. */
export class TestReplica {
  private constructor(
    private readonly context: INestApplicationContext,
    private readonly discard: () => void,
  ) {}

  /** Opens the replica in `folder`, else a new one that {@link close} removes. */
  static async open({ folder, clock }: { folder?: string; clock?: Clock } = {}): Promise<TestReplica> {
    const home = folder === undefined ? temporaryFolder() : { path: folder, discard: () => undefined };
    const config = parseEnvironment({ DATABASE_URL: await databaseIn(home.path) });
    const composition = { config, logger: pino({ level: 'silent' }), upstream: { url: 'http://127.0.0.1:9' }, clock };
    const context = await NestFactory.createApplicationContext(AppModule.for(composition), {
      logger: false,
      abortOnError: false,
    });
    return new TestReplica(context, home.discard);
  }

  get<T>(type: Type<T> | (abstract new (...rest: never[]) => T)): T {
    return this.context.get<T>(type);
  }

  get database(): Database {
    return this.get(Database);
  }

  get dataSource(): DataSource {
    return this.get(DataSource);
  }

  /** Adds a client that no sync is owed to; answers its id. */
  async addClient(name: string): Promise<number> {
    const { id } = await this.get(ClientsService).create({ name, status: 'paused' }, SYSTEM);
    return id;
  }

  /** Rows of a query, straight from the replica. */
  rows<T>(sql: string, parameters: (string | number)[] = []): Promise<T[]> {
    return this.database.read((tx) => tx.query<T[]>(portable(sql), parameters));
  }

  async close(): Promise<void> {
    await this.context.close();
    this.discard();
  }
}
