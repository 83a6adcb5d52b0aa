import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** How a scheduled backup stands. */
export type BackupStatus = 'running' | 'done' | 'failed';

/** One scheduled backup. Instants are ISO 8601 UTC. */
@Entity('backup_run')
export class BackupRun {
  @PrimaryGeneratedColumn()
  id!: number;

  /** The cron time that it was made for. UNIQUE: one backup for each cron time. */
  @Column('varchar', { name: 'scheduled_for' })
  @Index('backup_run_scheduled_for', { unique: true })
  scheduledFor!: string;

  /** Also `running` when the process died during the backup. */
  @Column('varchar')
  status!: BackupStatus;

  @Column('varchar', { name: 'started_at' })
  startedAt!: string;

  @Column('varchar', { name: 'finished_at', nullable: true })
  finishedAt!: string | null;

  /** The path of the backup; null until it is complete. */
  @Column('varchar', { nullable: true })
  file!: string | null;

  @Column('bigint', { nullable: true })
  bytes!: number | null;

  /** Why the backup failed, as a sentence for a person that names no path. */
  @Column('varchar', { nullable: true })
  message!: string | null;
}
