import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import type { Platform } from '../domain/index.js';

/** When the numbers of the last applied push of a client and platform were collected. An earlier collection is stale. */
@Entity('push_mark')
export class PushMark {
  @PrimaryColumn('integer', { name: 'client_id' })
  @ForeignKey('Client', { onDelete: 'CASCADE' })
  clientId!: number;

  @PrimaryColumn('varchar')
  platform!: Platform;

  /** ISO 8601 UTC. */
  @Column('varchar', { name: 'collected_at' })
  collectedAt!: string;
}
