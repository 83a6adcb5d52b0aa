import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dialectOf, type Dialect } from './dialect.js';

/** Incidents: what is wrong, since when, and what the webhook has been sent. */
export class Incidents1795651200000 implements MigrationInterface {
  readonly name = 'Incidents1795651200000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements(dialectOf(runner))) await runner.query(statement);
  }

  down(): Promise<void> {
    throw new Error('This migration has no way back: restore a backup instead');
  }
}

const statements = ({ id }: Dialect) => [
  `CREATE TABLE "incident" (
    "id" ${id},
    "kind" varchar NOT NULL,
    "open" integer,
    "message" varchar NOT NULL,
    "started_at" varchar NOT NULL,
    "ended_at" varchar,
    "start_told_at" varchar,
    "end_told_at" varchar,
    "not_before" varchar
  )`,
  `CREATE UNIQUE INDEX "incident_open" ON "incident" ("kind", "open")`,
];
