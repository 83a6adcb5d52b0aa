import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dialectOf, type Dialect } from './dialect.js';

/** What managers write about a period, and the links by which owners open a report without a login. */
export class OwnerReports1797000000000 implements MigrationInterface {
  readonly name = 'OwnerReports1797000000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements(dialectOf(runner))) await runner.query(statement);
  }

  down(): Promise<void> {
    throw new Error('This migration has no way back: restore a backup instead');
  }
}

const statements = ({ id }: Dialect) => [
  `CREATE TABLE "report_comment" (
    "id" ${id},
    "subject_kind" varchar NOT NULL,
    "subject_id" integer NOT NULL,
    "period_from" varchar NOT NULL,
    "period_to" varchar NOT NULL,
    "text" varchar NOT NULL,
    "author" varchar NOT NULL,
    "updated_at" varchar NOT NULL
  )`,
  `CREATE UNIQUE INDEX "report_comment_period" ON "report_comment" ("subject_kind", "subject_id", "period_from", "period_to")`,
  `CREATE TABLE "report_link" (
    "id" ${id},
    "subject_kind" varchar NOT NULL,
    "subject_id" integer NOT NULL,
    "period_from" varchar NOT NULL,
    "period_to" varchar NOT NULL,
    "language" varchar NOT NULL,
    "token_hash" varchar NOT NULL,
    "expires_at" varchar NOT NULL,
    "revoked_at" varchar,
    "author" varchar NOT NULL,
    "created_at" varchar NOT NULL
  )`,
  `CREATE UNIQUE INDEX "report_link_token" ON "report_link" ("token_hash")`,
  `CREATE INDEX "report_link_subject" ON "report_link" ("subject_kind", "subject_id")`,
];
