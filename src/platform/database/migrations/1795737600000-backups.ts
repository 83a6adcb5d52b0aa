import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dialectOf, type Dialect } from './dialect.js';

/** The backups that were made by the schedule. */
export class Backups1795737600000 implements MigrationInterface {
  readonly name = 'Backups1795737600000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements(dialectOf(runner))) await runner.query(statement);
  }

  down(): Promise<void> {
    throw new Error('This migration has no way back: restore a backup instead');
  }
}

const statements = ({ id }: Dialect) => [
  `CREATE TABLE "backup_run" (
    "id" ${id},
    "scheduled_for" varchar NOT NULL,
    "status" varchar NOT NULL,
    "started_at" varchar NOT NULL,
    "finished_at" varchar,
    "file" varchar,
    "bytes" bigint,
    "message" varchar
  )`,
  `CREATE UNIQUE INDEX "backup_run_scheduled_for" ON "backup_run" ("scheduled_for")`,
];
