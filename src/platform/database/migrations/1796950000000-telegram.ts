import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dialectOf, type Dialect } from './dialect.js';

/** The Telegram chats of users and the messages that were sent there. */
export class Telegram1796950000000 implements MigrationInterface {
  readonly name = 'Telegram1796950000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements(dialectOf(runner))) await runner.query(statement);
  }

  down(): Promise<void> {
    throw new Error('This migration has no way back: restore a backup instead');
  }
}

const statements = ({ id }: Dialect) => [
  `CREATE TABLE "telegram_chat" (
    "user_id" integer PRIMARY KEY NOT NULL,
    "chat_id" varchar,
    "linked_at" varchar,
    "blocked_at" varchar,
    "code_hash" varchar,
    "code_expires_at" varchar,
    "language" varchar NOT NULL,
    "digest_at" varchar NOT NULL,
    CONSTRAINT "FK_telegram_chat" FOREIGN KEY ("user_id") REFERENCES "user" ("id") ON DELETE CASCADE ON UPDATE NO ACTION
  )`,
  `CREATE UNIQUE INDEX "telegram_chat_chat" ON "telegram_chat" ("chat_id")`,
  `CREATE TABLE "telegram_message" (
    "id" ${id},
    "user_id" integer NOT NULL,
    "message_key" varchar NOT NULL,
    "attempts" integer NOT NULL,
    "parts_sent" integer NOT NULL,
    "not_before" varchar,
    "sent_at" varchar,
    "created_at" varchar NOT NULL,
    CONSTRAINT "FK_telegram_message" FOREIGN KEY ("user_id") REFERENCES "user" ("id") ON DELETE CASCADE ON UPDATE NO ACTION
  )`,
  `CREATE UNIQUE INDEX "telegram_message_user_key" ON "telegram_message" ("user_id", "message_key")`,
];
