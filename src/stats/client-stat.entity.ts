import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { METRICS } from './metric-catalogue.js';
import type { Day } from './day.js';

/**
 * One client's business day, with a column for each metric of the catalogue (see below the class). Money is integer sen; a
 * metric that was never reported is NULL, never 0. Rows are clustered by client and day, which is how every read walks
 * them. Written only by the stat writer. Instants are ISO 8601 UTC.
 */
@Entity('client_stat', { withoutRowid: true })
export class ClientStat {
  @PrimaryColumn('integer', { name: 'client_id' })
  @ForeignKey('Client', { onDelete: 'RESTRICT' })
  clientId!: number;

  @PrimaryColumn('varchar', { name: 'stat_date' })
  statDate!: Day;

  /** Sum of the platforms that reported. */
  @Column('bigint', { name: 'total_sales', nullable: true })
  totalSales!: number | null;

  /** Two counts of a platform may together exceed 2^31. */
  @Column('bigint', { name: 'total_orders', nullable: true })
  totalOrders!: number | null;

  /** When upstream last gave these values; a row that did not change keeps it. */
  @Column('varchar', { name: 'synced_at' })
  syncedAt!: string;

  @Column('varchar', { name: 'created_at' })
  createdAt!: string;

  @Column('varchar', { name: 'updated_at' })
  updatedAt!: string;
}

for (const { name, column, kind } of METRICS) {
  Column(kind === 'money' ? 'bigint' : 'integer', { name: column, nullable: true })(ClientStat.prototype, name);
}
