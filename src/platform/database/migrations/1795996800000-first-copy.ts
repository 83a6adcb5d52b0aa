import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Marks the first copy as ended in a replica that a run over all clients has already copied. */
export class FirstCopy1795996800000 implements MigrationInterface {
  readonly name = 'FirstCopy1795996800000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      INSERT INTO "replica_meta" ("key", "value")
      SELECT 'first_copy_ended_at', max("finished_at") FROM "sync_run"
      WHERE "whole" AND "status" IN ('completed', 'partial')
      HAVING max("finished_at") IS NOT NULL`);
  }

  down(): Promise<void> {
    throw new Error('This migration has no way back: restore a backup instead');
  }
}
