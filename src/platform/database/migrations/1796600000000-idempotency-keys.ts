import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dialectOf } from './dialect.js';

/** The keys of requests that started something, so that a repeated request starts nothing again. */
export class IdempotencyKeys1796600000000 implements MigrationInterface {
  readonly name = 'IdempotencyKeys1796600000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE "idempotency_key" (
      "id" ${dialectOf(runner).id},
      "caller" varchar NOT NULL,
      "key" varchar NOT NULL,
      "request_hash" varchar NOT NULL,
      "result_id" integer NOT NULL,
      "created" boolean NOT NULL,
      "created_at" varchar NOT NULL
    )`);
    await runner.query(`CREATE UNIQUE INDEX "idempotency_key_caller_key" ON "idempotency_key" ("caller", "key")`);
  }

  down(): Promise<void> {
    throw new Error('This migration has no way back: restore a backup instead');
  }
}
