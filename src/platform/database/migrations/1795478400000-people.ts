import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dialectOf, type Dialect } from './dialect.js';

/** Sessions, failed logins and the audit log. */
export class People1795478400000 implements MigrationInterface {
  readonly name = 'People1795478400000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements(dialectOf(runner))) await runner.query(statement);
  }

  down(): Promise<void> {
    throw new Error('This migration has no way back: restore a backup instead');
  }
}

const statements = ({ id }: Dialect) => [
  `CREATE TABLE "session" (
    "id_hash" varchar PRIMARY KEY NOT NULL,
    "user_id" integer NOT NULL,
    "created_at" varchar NOT NULL,
    "seen_at" varchar NOT NULL,
    CONSTRAINT "FK_30e98e8746699fb9af235410aff" FOREIGN KEY ("user_id") REFERENCES "user" ("id") ON DELETE CASCADE ON UPDATE NO ACTION
  )`,
  `CREATE INDEX "session_user" ON "session" ("user_id")`,
  `CREATE TABLE "login_attempts" (
    "account" varchar NOT NULL,
    "address" varchar NOT NULL,
    "failures" integer NOT NULL,
    "failed_at" varchar,
    "blocked_until" varchar,
    "known_at" varchar,
    PRIMARY KEY ("account", "address")
  )`,
  `CREATE TABLE "audit_log" (
    "id" ${id},
    "at" varchar NOT NULL,
    "actor" varchar NOT NULL,
    "action" varchar NOT NULL,
    "target_type" varchar,
    "target_id" integer,
    "before" text,
    "after" text,
    "address" varchar
  )`,
  `CREATE INDEX "audit_log_at" ON "audit_log" ("at")`,
];
