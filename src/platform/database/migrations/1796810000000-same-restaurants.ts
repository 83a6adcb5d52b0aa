import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Finds the other client that holds an upstream id, and stores on an item the restaurant that it was mistaken for. */
export class SameRestaurants1796810000000 implements MigrationInterface {
  readonly name = 'SameRestaurants1796810000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX "client_upstream_id" ON "client" ("upstream_id")`);
    await runner.query(`ALTER TABLE "sync_item" ADD COLUMN "other_name" varchar`);
  }

  down(): Promise<void> {
    throw new Error('This migration has no way back: restore a backup instead');
  }
}
