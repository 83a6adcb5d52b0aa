import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dialectOf } from './dialect.js';

/** What collectors push: receipts, the time of the last collection of each platform, and names that no client has. */
export class Pushes1796800000000 implements MigrationInterface {
  readonly name = 'Pushes1796800000000';

  async up(runner: QueryRunner): Promise<void> {
    const { id, clustered } = dialectOf(runner);
    await runner.query(`CREATE TABLE "push_receipt" (
      "id" ${id},
      "sender" varchar NOT NULL,
      "actor" varchar NOT NULL,
      "batch_id" varchar NOT NULL,
      "content_hash" varchar NOT NULL,
      "collected_at" varchar NOT NULL,
      "received_at" varchar NOT NULL,
      "run_id" integer,
      "status" integer NOT NULL,
      "restaurants" integer NOT NULL,
      "applied" integer NOT NULL,
      "rows" integer NOT NULL,
      "rejected_rows" integer NOT NULL,
      "outcome" text NOT NULL,
      CONSTRAINT "FK_5159b882194a201652059aa1ac8" FOREIGN KEY ("run_id") REFERENCES "sync_run" ("id") ON DELETE SET NULL ON UPDATE NO ACTION
    )`);
    await runner.query(`CREATE UNIQUE INDEX "push_receipt_sender_batch" ON "push_receipt" ("sender", "batch_id")`);
    await runner.query(`CREATE INDEX "push_receipt_received_at" ON "push_receipt" ("received_at")`);
    await runner.query(`CREATE TABLE "push_mark" (
      "client_id" integer NOT NULL,
      "platform" varchar NOT NULL,
      "collected_at" varchar NOT NULL,
      CONSTRAINT "FK_d331a33d8064efcdff4e5177efb" FOREIGN KEY ("client_id") REFERENCES "client" ("id") ON DELETE CASCADE ON UPDATE NO ACTION,
      PRIMARY KEY ("client_id", "platform")
    ) ${clustered}`);
    await runner.query(`CREATE TABLE "unknown_restaurant" (
      "id" ${id},
      "name" varchar NOT NULL,
      "actor" varchar NOT NULL,
      "rows" integer NOT NULL,
      "first_pushed_at" varchar NOT NULL,
      "last_pushed_at" varchar NOT NULL
    )`);
    await runner.query(`CREATE UNIQUE INDEX "unknown_restaurant_name" ON "unknown_restaurant" ("name")`);
    await runner.query(`CREATE INDEX "unknown_restaurant_last_pushed_at" ON "unknown_restaurant" ("last_pushed_at")`);
  }

  down(): Promise<void> {
    throw new Error('This migration has no way back: restore a backup instead');
  }
}
