import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When a session confirmed its password, a password that must be changed at the first login, and codes of an authenticator app. */
export class SecondFactor1796500000000 implements MigrationInterface {
  readonly name = 'SecondFactor1796500000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "session" ADD COLUMN "confirmed_at" varchar`);
    await runner.query(`ALTER TABLE "user" ADD COLUMN "must_renew_credentials" integer NOT NULL DEFAULT 0`);
    await runner.query(`ALTER TABLE "user" ADD COLUMN "totp_secret" varchar`);
    await runner.query(`ALTER TABLE "user" ADD COLUMN "totp_enabled_at" varchar`);
    await runner.query(`ALTER TABLE "user" ADD COLUMN "totp_last_step" integer NOT NULL DEFAULT 0`);
    await runner.query(`ALTER TABLE "user" ADD COLUMN "recovery_codes" text`);
  }

  down(): Promise<void> {
    throw new Error('This migration has no way back: restore a backup instead');
  }
}
