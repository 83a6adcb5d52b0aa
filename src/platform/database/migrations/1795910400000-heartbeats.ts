import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Moves the marks of a run's heartbeat from `sync_run` to a table of the alerts, so that sync knows nothing of heartbeats. */
export class Heartbeats1795910400000 implements MigrationInterface {
  readonly name = 'Heartbeats1795910400000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  down(): Promise<void> {
    throw new Error('This migration has no way back: restore a backup instead');
  }
}

const STATEMENTS = [
  `CREATE TABLE "heartbeat" (
    "run_id" integer PRIMARY KEY NOT NULL,
    "not_before" varchar,
    "sent_at" varchar,
    CONSTRAINT "FK_941719672d847695f91dd2e6ef6" FOREIGN KEY ("run_id") REFERENCES "sync_run" ("id") ON DELETE CASCADE ON UPDATE NO ACTION
  )`,
  `INSERT INTO "heartbeat" ("run_id", "not_before", "sent_at")
    SELECT "id", "heartbeat_not_before", "heartbeat_at" FROM "sync_run"
    WHERE "heartbeat_not_before" IS NOT NULL OR "heartbeat_at" IS NOT NULL`,
  `ALTER TABLE "sync_run" DROP COLUMN "heartbeat_not_before"`,
  `ALTER TABLE "sync_run" DROP COLUMN "heartbeat_at"`,
];
