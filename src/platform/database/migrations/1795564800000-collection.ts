import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dialectOf, type Dialect } from './dialect.js';

/** Collections that upstream was asked for. */
export class Collection1795564800000 implements MigrationInterface {
  readonly name = 'Collection1795564800000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements(dialectOf(runner))) await runner.query(statement);
  }

  down(): Promise<void> {
    throw new Error('This migration has no way back: restore a backup instead');
  }
}

const statements = ({ id }: Dialect) => [
  `CREATE TABLE "collection_run" (
    "id" ${id},
    "status" varchar NOT NULL,
    "active" integer,
    "trigger" varchar NOT NULL,
    "actor" varchar,
    "then_sync" boolean NOT NULL,
    "scheduled_for" varchar,
    "created_at" varchar NOT NULL,
    "requested_at" varchar,
    "result_before" varchar,
    "limit_at" varchar,
    "lease_owner" varchar,
    "lease_until" varchar,
    "collected_at" varchar,
    "sync_run_id" integer,
    "data_moved" boolean,
    "message" varchar,
    "finished_at" varchar,
    CONSTRAINT "one_active_collection_slot" CHECK (("active" IS NOT NULL) = ("finished_at" IS NULL)),
    CONSTRAINT "FK_9e7c70dbc6cba621002276d77db" FOREIGN KEY ("sync_run_id") REFERENCES "sync_run" ("id") ON DELETE SET NULL ON UPDATE NO ACTION
  )`,
  `CREATE UNIQUE INDEX "collection_run_active" ON "collection_run" ("active")`,
  `CREATE UNIQUE INDEX "collection_run_scheduled_for" ON "collection_run" ("scheduled_for")`,
];
