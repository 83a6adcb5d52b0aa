import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Gauge, type Registry } from 'prom-client';
import type { BackupLogService } from '../backup/index.js';
import { PLATFORMS, toDayNumber } from '../../domain/index.js';
import type { Config } from '../../platform/config/index.js';
import type { Database } from '../../platform/database/index.js';
import type { SyncStatus, SyncStatusService } from '../../sync/index.js';

const SECONDS_PER_DAY = 86_400;

/** What the gauges are read from. */
export interface GaugeReaders {
  readonly database: Database;
  readonly status: SyncStatusService;
  readonly backups: BackupLogService;
  readonly config: Pick<Config, 'database'>;
}

/**
 * Registers the gauges of the data. Each scrape reads them from the replica, so all processes report the same. Gauges of
 * scheduled backups exist where `BACKUP_CRON` is set, those of the disk where the replica is a SQLite file.
 */
export function registerReplicaGauges(registry: Registry, readers: GaugeReaders): void {
  const registers = [registry];
  const readStatus = shareWhilePending(() => readers.status.read());
  registerSyncGauges(registers, readStatus);
  registerFreshnessGauges(registers, readStatus);
  if (readers.backups.isScheduled) registerBackupGauge(registers, readers);
  const { database } = readers.config;
  if (database.kind === 'sqlite') registerDiskGauges(registers, dirname(database.file));
}

/** Returns a read that callers share until it ends. A scrape collects all gauges at once, so they cost one read. */
function shareWhilePending<T>(read: () => Promise<T>): () => Promise<T> {
  let pending: Promise<T> | null = null;
  return () => (pending ??= read().finally(() => (pending = null)));
}

function registerSyncGauges(registers: Registry[], readStatus: () => Promise<SyncStatus>): void {
  new Gauge({
    name: 'delivery_sync_last_success_timestamp_seconds',
    help: 'When a run last copied every restaurant; 0 before the first',
    registers,
    async collect() {
      const { lastSuccessAt } = await readStatus();
      if (lastSuccessAt) this.set(Date.parse(lastSuccessAt) / 1000);
    },
  });
  new Gauge({
    name: 'delivery_clients_incomplete',
    help: 'Restaurants whose latest copy failed or has rejected rows',
    labelNames: ['why'],
    registers,
    async collect() {
      const { notCopied, refused } = (await readStatus()).incomplete;
      this.set({ why: 'not_copied' }, notCopied);
      this.set({ why: 'refused_rows' }, refused);
    },
  });
}

function registerFreshnessGauges(registers: Registry[], readStatus: () => Promise<SyncStatus>): void {
  new Gauge({
    name: 'delivery_data_age_seconds',
    help: 'Whole days from the last reported day to yesterday, in seconds; 0 is up to date',
    labelNames: ['platform'],
    registers,
    async collect() {
      const { dataThrough, yesterday } = (await readStatus()).freshness;
      this.reset();
      for (const platform of PLATFORMS) {
        const through = dataThrough[platform];
        if (!through) continue;
        const days = toDayNumber(yesterday.date) - toDayNumber(through);
        this.set({ platform }, days * SECONDS_PER_DAY);
      }
    },
  });
  new Gauge({
    name: 'delivery_clients_missing_yesterday',
    help: 'Restaurants that usually report and have not reported yesterday',
    registers,
    async collect() {
      this.set((await readStatus()).freshness.yesterday.missing);
    },
  });
}

function registerBackupGauge(registers: Registry[], { backups, database }: GaugeReaders): void {
  new Gauge({
    name: 'delivery_backup_last_success_timestamp_seconds',
    help: 'When the last good scheduled backup was begun; 0 before the first',
    registers,
    async collect() {
      const lastGoodAt = await database.read((tx) => backups.findLastGoodAt(tx));
      if (lastGoodAt) this.set(Date.parse(lastGoodAt) / 1000);
    },
  });
}

function registerDiskGauges(registers: Registry[], folder: string): void {
  new Gauge({
    name: 'delivery_disk_available_bytes',
    help: "Space that this process may still use on the replica's file system",
    registers,
    async collect() {
      const { bavail, bsize } = await statfs(folder);
      this.set(bavail * bsize);
    },
  });
  new Gauge({
    name: 'delivery_disk_size_bytes',
    help: "Size of the replica's file system",
    registers,
    async collect() {
      const { blocks, bsize } = await statfs(folder);
      this.set(blocks * bsize);
    },
  });
}
