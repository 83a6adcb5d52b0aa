import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dialectOf, type Dialect } from './dialect.js';

/** Owners of restaurants, monthly targets, notes with a day, and attention entries that are put aside. */
export class NotesAndOwners1796700000000 implements MigrationInterface {
  readonly name = 'NotesAndOwners1796700000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements(dialectOf(runner))) await runner.query(statement);
  }

  down(): Promise<void> {
    throw new Error('This migration has no way back: restore a backup instead');
  }
}

const statements = ({ id }: Dialect) => [
  `CREATE TABLE "owner" (
    "id" ${id},
    "name" varchar NOT NULL,
    "contact_phone" varchar,
    "contact_telegram" varchar,
    "language" varchar NOT NULL,
    "created_at" varchar NOT NULL,
    "updated_at" varchar NOT NULL
  )`,
  `CREATE UNIQUE INDEX "owner_name" ON "owner" ("name")`,
  `ALTER TABLE "client" ADD COLUMN "owner_id" integer`,
  `ALTER TABLE "client" ADD COLUMN "monthly_target" bigint`,
  `CREATE TABLE "client_target" (
    "client_id" integer NOT NULL,
    "from_month" varchar NOT NULL,
    "target" bigint,
    CONSTRAINT "FK_client_target" FOREIGN KEY ("client_id") REFERENCES "client" ("id") ON DELETE CASCADE ON UPDATE NO ACTION,
    PRIMARY KEY ("client_id", "from_month")
  )`,
  `CREATE TABLE "client_note" (
    "id" ${id},
    "client_id" integer NOT NULL,
    "note_date" varchar NOT NULL,
    "text" varchar NOT NULL,
    "author" varchar NOT NULL,
    "created_at" varchar NOT NULL,
    "updated_at" varchar NOT NULL,
    CONSTRAINT "FK_client_note" FOREIGN KEY ("client_id") REFERENCES "client" ("id") ON DELETE CASCADE ON UPDATE NO ACTION
  )`,
  `CREATE INDEX "client_note_client_day" ON "client_note" ("client_id", "note_date")`,
  `CREATE TABLE "put_aside" (
    "client_id" integer PRIMARY KEY NOT NULL,
    "until" varchar NOT NULL,
    "note" varchar NOT NULL,
    "author" varchar NOT NULL,
    "created_at" varchar NOT NULL,
    CONSTRAINT "FK_put_aside" FOREIGN KEY ("client_id") REFERENCES "client" ("id") ON DELETE CASCADE ON UPDATE NO ACTION
  )`,
];
