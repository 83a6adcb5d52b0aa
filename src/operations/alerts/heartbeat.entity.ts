import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { SyncRun } from '../../sync/index.js';

/** The heartbeat of one nightly run, from the first attempt to send it. Instants are ISO 8601 UTC. */
@Entity('heartbeat')
export class Heartbeat {
  @PrimaryColumn('integer', { name: 'run_id' })
  @ForeignKey(() => SyncRun, { onDelete: 'CASCADE' })
  runId!: number;

  /** No process sends it before this instant: one is sending it, or the receiver did not accept it. Null once it is sent. */
  @Column('varchar', { name: 'not_before', nullable: true })
  notBefore!: string | null;

  /** When the receiver accepted it; null until then. */
  @Column('varchar', { name: 'sent_at', nullable: true })
  sentAt!: string | null;
}
