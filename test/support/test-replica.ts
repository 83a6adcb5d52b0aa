import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INestApplicationContext, Type } from '@nestjs/common';
import { ModuleRef, NestFactory } from '@nestjs/core';
import { pino, type DestinationStream } from 'pino';
import { DataSource } from 'typeorm';
import { AppModule } from '../../src/app.module.js';
import { SYSTEM } from '../../src/auth/audit/actor.js';
import { ClientsService } from '../../src/clients/clients.service.js';
import type { Clock } from '../../src/platform/config/index.js';
import { parseEnvironment } from '../../src/platform/config/environment.js';
import { Database } from '../../src/platform/database/database.js';
import { databaseIn, portable, releaseDatabaseOf } from './test-database.js';

/** Creates a temporary folder. `discard` removes it with its content. */
export function temporaryFolder(): { path: string; discard: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'delivery-stats-'));
  return { path, discard: () => rmSync(path, { recursive: true, force: true }) };
}

interface TestReplicaOptions {
  readonly folder?: string;
  readonly clock?: Clock;
  readonly log?: DestinationStream;
}

/** The services of the product on a replica file, without HTTP, worker and schedule. */
export class TestReplica {
  private constructor(
    private readonly context: INestApplicationContext,
    private readonly discard: () => void | Promise<void>,
  ) {}

  /** Opens the replica in `folder`, or a new one that {@link close} removes. */
  static async open({ folder, clock, log }: TestReplicaOptions = {}): Promise<TestReplica> {
    const home = folder === undefined ? ownHome() : { path: folder, discard: () => undefined };
    const config = parseEnvironment({ DATABASE_URL: await databaseIn(home.path) });
    const composition = { config, logger: log ? pino({}, log) : pino({ level: 'silent' }), clock };
    const context = await NestFactory.createApplicationContext(AppModule.forRoot(composition), {
      logger: false,
      abortOnError: false,
    });
    return new TestReplica(context, home.discard);
  }

  get<T>(type: Type<T> | (abstract new (...rest: never[]) => T)): T {
    return this.context.get<T>(type);
  }

  /** Creates a service with the providers of a module, besides the one that {@link get} returns. */
  create<T>(type: Type<T>, module: Type): Promise<T> {
    return this.context.select(module).get(ModuleRef, { strict: true }).create(type);
  }

  get database(): Database {
    return this.get(Database);
  }

  get dataSource(): DataSource {
    return this.get(DataSource);
  }

  /** Adds a client without a pending sync and returns its id. */
  async addClient(name: string): Promise<number> {
    const { id } = await this.get(ClientsService).create({ name, status: 'paused' }, SYSTEM);
    return id;
  }

  /** Returns the rows of a query on the replica. */
  rows<T>(sql: string, parameters: (string | number)[] = []): Promise<T[]> {
    return this.database.read((tx) => tx.query<T[]>(portable(sql), parameters));
  }

  async close(): Promise<void> {
    await this.context.close();
    await this.discard();
  }
}

/** Creates a folder whose replica nobody uses after `discard`. */
function ownHome() {
  const { path, discard } = temporaryFolder();
  return {
    path,
    discard: () => {
      discard();
      return releaseDatabaseOf(path);
    },
  };
}
