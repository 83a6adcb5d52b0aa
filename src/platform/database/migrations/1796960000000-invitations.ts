import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dialectOf } from './dialect.js';

/** Names and last logins of users, where a session was opened, and links by which a person chooses a password. */
export class Invitations1796960000000 implements MigrationInterface {
  readonly name = 'Invitations1796960000000';

  async up(runner: QueryRunner): Promise<void> {
    const { id } = dialectOf(runner);
    await runner.query(`ALTER TABLE "user" ADD COLUMN "name" varchar`);
    await runner.query(`ALTER TABLE "user" ADD COLUMN "last_login_at" varchar`);
    await runner.query(`ALTER TABLE "session" ADD COLUMN "address" varchar`);
    await runner.query(`ALTER TABLE "session" ADD COLUMN "user_agent" varchar`);
    await runner.query(`CREATE TABLE "invitation" (
      "id" ${id},
      "user_id" integer NOT NULL,
      "token_hash" varchar NOT NULL,
      "expires_at" varchar NOT NULL,
      CONSTRAINT "FK_invitation_user" FOREIGN KEY ("user_id") REFERENCES "user" ("id") ON DELETE CASCADE ON UPDATE NO ACTION
    )`);
    await runner.query(`CREATE UNIQUE INDEX "invitation_user" ON "invitation" ("user_id")`);
    await runner.query(`CREATE UNIQUE INDEX "invitation_token" ON "invitation" ("token_hash")`);
  }

  down(): Promise<void> {
    throw new Error('This migration has no way back: restore a backup instead');
  }
}
