import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Stores in SQL which process announces the end of a run and sends its heartbeat. Ended runs count as announced. */
export class RunAnnouncements1795824000000 implements MigrationInterface {
  readonly name = 'RunAnnouncements1795824000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  down(): Promise<void> {
    throw new Error('This migration has no way back: restore a backup instead');
  }
}

const STATEMENTS = [
  `ALTER TABLE "sync_run" ADD COLUMN "announced_at" varchar`,
  `ALTER TABLE "sync_run" ADD COLUMN "heartbeat_not_before" varchar`,
  `ALTER TABLE "sync_run" ADD COLUMN "heartbeat_at" varchar`,
  `UPDATE "sync_run" SET "announced_at" = "finished_at", "heartbeat_at" = "finished_at" WHERE "active" IS NULL`,
];
