import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { METRICS, type Day } from '../../domain/index.js';

/**
 * The daily stat of one client and business day. The loop below the class adds a column for each metric of the catalogue.
 * Money is whole sen; a metric that was never reported is NULL, never 0. Rows are clustered by client and day, the order of
 * every read. Only the StatWriter writes them. Instants are ISO 8601 UTC.
 */
@Entity('client_stat', { withoutRowid: true })
export class ClientStat {
  @PrimaryColumn('integer', { name: 'client_id' })
  @ForeignKey('Client', { onDelete: 'RESTRICT' })
  clientId!: number;

  @PrimaryColumn('varchar', { name: 'stat_date' })
  statDate!: Day;

  /** Sales of the platforms that reported, in sen. */
  @Column('bigint', { name: 'total_sales', nullable: true })
  totalSales!: number | null;

  /** Orders of the platforms that reported. The sum of two integers may exceed 2^31. */
  @Column('bigint', { name: 'total_orders', nullable: true })
  totalOrders!: number | null;

  /** When the upstream first sent these values; an unchanged row keeps it. */
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
