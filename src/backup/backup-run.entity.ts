import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

export type BackupStatus = 'running' | 'done' | 'failed';

/** One scheduled backup. Instants are ISO 8601 UTC. */
@Entity('backup_run')
export class BackupRun {
  @PrimaryGeneratedColumn()
  id!: number;

  /** The cron tick it answers. UNIQUE: one a tick. */
  @Column('varchar', { name: 'scheduled_for' })
  @Index('backup_run_scheduled_for', { unique: true })
  scheduledFor!: string;

  /** `running` is also what a process left that died meanwhile. */
  @Column('varchar')
  status!: BackupStatus;

  @Column('varchar', { name: 'started_at' })
  startedAt!: string;

  @Column('varchar', { name: 'finished_at', nullable: true })
  finishedAt!: string | null;

  /** Where it is; null until it is whole. */
  @Column('varchar', { nullable: true })
  file!: string | null;

  @Column('bigint', { nullable: true })
  bytes!: number | null;

  /** Why it failed, for a person; names no path. */
  @Column('varchar', { nullable: true })
  message!: string | null;
}
