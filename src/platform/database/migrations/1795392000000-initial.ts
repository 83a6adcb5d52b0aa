import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dialectOf, type Dialect } from './dialect.js';

/** The first schema: clients, their days, runs and items, users and tokens. */
export class Initial1795392000000 implements MigrationInterface {
  readonly name = 'Initial1795392000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements(dialectOf(runner))) await runner.query(statement);
  }

  down(): Promise<void> {
    throw new Error('The first migration has no way back: restore a backup instead');
  }
}

const statements = ({ id, clustered }: Dialect) => [
  `CREATE TABLE "replica_meta" (
    "key" varchar PRIMARY KEY NOT NULL,
    "value" varchar NOT NULL
  )`,
  `CREATE TABLE "user" (
    "id" ${id},
    "email" varchar NOT NULL,
    "role" varchar NOT NULL,
    "password_hash" varchar NOT NULL,
    "disabled_at" varchar,
    "created_at" varchar NOT NULL,
    "updated_at" varchar NOT NULL
  )`,
  `CREATE UNIQUE INDEX "user_email" ON "user" ("email")`,
  `CREATE TABLE "api_token" (
    "id" ${id},
    "name" varchar NOT NULL,
    "role" varchar NOT NULL,
    "token_hash" varchar NOT NULL,
    "expires_at" varchar,
    "revoked_at" varchar,
    "created_at" varchar NOT NULL
  )`,
  `CREATE UNIQUE INDEX "api_token_hash" ON "api_token" ("token_hash")`,
  `CREATE TABLE "client" (
    "id" ${id},
    "name" varchar NOT NULL,
    "upstream_name" varchar NOT NULL,
    "upstream_id" varchar,
    "status" varchar NOT NULL,
    "archived_at" varchar,
    "manager_id" integer,
    "contact_name" varchar,
    "contact_phone" varchar,
    "contact_telegram" varchar,
    "notes" text,
    "goals" text,
    "start_date" varchar,
    "sync_requested_at" varchar,
    "created_at" varchar NOT NULL,
    "updated_at" varchar NOT NULL,
    CONSTRAINT "FK_59c9a4ead8ce664afaf8b49de03" FOREIGN KEY ("manager_id") REFERENCES "user" ("id") ON DELETE SET NULL ON UPDATE NO ACTION
  )`,
  `CREATE UNIQUE INDEX "client_name" ON "client" ("name")`,
  `CREATE UNIQUE INDEX "client_upstream_name" ON "client" ("upstream_name")`,
  `CREATE TABLE "client_stat" (
    "client_id" integer NOT NULL,
    "stat_date" varchar NOT NULL,
    "total_sales" bigint,
    "total_orders" bigint,
    "synced_at" varchar NOT NULL,
    "created_at" varchar NOT NULL,
    "updated_at" varchar NOT NULL,
    "grab_sales" bigint,
    "grab_orders" integer,
    "grab_ads_spend" bigint,
    "grab_ads_sales" bigint,
    "grab_new_customers" integer,
    "grab_repeated_customers" integer,
    "grab_fake_orders" integer,
    "gojek_sales" bigint,
    "gojek_orders" integer,
    "gojek_ads_spend" bigint,
    "gojek_ads_sales" bigint,
    "gojek_new_customers" integer,
    "gojek_returned_customers" integer,
    "gojek_fake_orders" integer,
    CONSTRAINT "FK_cb2e52a599e6f094cd9c52f130b" FOREIGN KEY ("client_id") REFERENCES "client" ("id") ON DELETE RESTRICT ON UPDATE NO ACTION,
    PRIMARY KEY ("client_id", "stat_date")
  ) ${clustered}`,
  `CREATE TABLE "client_replica" (
    "client_id" integer PRIMARY KEY NOT NULL,
    "revision" integer NOT NULL,
    "days" integer NOT NULL,
    "first_date" varchar,
    "grab_through" varchar,
    "gojek_through" varchar,
    "verified_through" varchar,
    "synced_at" varchar,
    CONSTRAINT "FK_351fb7143c8794f759fe1d85fd5" FOREIGN KEY ("client_id") REFERENCES "client" ("id") ON DELETE CASCADE ON UPDATE NO ACTION
  )`,
  `CREATE TABLE "sync_run" (
    "id" ${id},
    "kind" varchar NOT NULL,
    "trigger" varchar NOT NULL,
    "actor" varchar,
    "exact" boolean NOT NULL,
    "whole" boolean NOT NULL,
    "window_from" varchar NOT NULL,
    "window_to" varchar NOT NULL,
    "status" varchar NOT NULL,
    "active" integer,
    "scheduled_for" varchar,
    "error_code" varchar,
    "error_message" varchar,
    "created_at" varchar NOT NULL,
    "started_at" varchar,
    "finished_at" varchar,
    CONSTRAINT "one_active_run_slot" CHECK (("active" IS NOT NULL) = ("status" IN ('queued', 'running'))))`,
  `CREATE UNIQUE INDEX "sync_run_active" ON "sync_run" ("active")`,
  `CREATE UNIQUE INDEX "sync_run_scheduled_for" ON "sync_run" ("scheduled_for")`,
  `CREATE TABLE "sync_item" (
    "id" ${id},
    "run_id" integer NOT NULL,
    "client_id" integer NOT NULL,
    "window_from" varchar NOT NULL,
    "window_to" varchar NOT NULL,
    "status" varchar NOT NULL,
    "attempts" integer NOT NULL DEFAULT (0),
    "code" varchar,
    "message" varchar,
    "inserted" integer NOT NULL DEFAULT (0),
    "updated" integer NOT NULL DEFAULT (0),
    "unchanged" integer NOT NULL DEFAULT (0),
    "deleted" integer NOT NULL DEFAULT (0),
    "quarantined" integer NOT NULL DEFAULT (0),
    "missing_upstream" integer NOT NULL DEFAULT (0),
    "ignored" integer NOT NULL DEFAULT (0),
    "lease_owner" varchar,
    "lease_until" varchar,
    "fence" integer NOT NULL DEFAULT (0),
    "started_at" varchar,
    "finished_at" varchar,
    CONSTRAINT "FK_5a9c3c98a7cf9d2b62a68a788d8" FOREIGN KEY ("run_id") REFERENCES "sync_run" ("id") ON DELETE CASCADE ON UPDATE NO ACTION,
    CONSTRAINT "FK_0c0d9a5cfb0577bb8cb954e2e64" FOREIGN KEY ("client_id") REFERENCES "client" ("id") ON DELETE CASCADE ON UPDATE NO ACTION
  )`,
  `CREATE INDEX "sync_item_run_status" ON "sync_item" ("run_id", "status")`,
  `CREATE UNIQUE INDEX "sync_item_run_client" ON "sync_item" ("run_id", "client_id")`,
  `CREATE TABLE "quarantined_row" (
    "id" ${id},
    "item_id" integer NOT NULL,
    "stat_date" varchar,
    "field" varchar,
    "value" varchar,
    "reason" varchar NOT NULL,
    CONSTRAINT "FK_4609a82afad167b23dcf7b2ac33" FOREIGN KEY ("item_id") REFERENCES "sync_item" ("id") ON DELETE CASCADE ON UPDATE NO ACTION
  )`,
  `CREATE INDEX "quarantined_row_item" ON "quarantined_row" ("item_id")`,
];
