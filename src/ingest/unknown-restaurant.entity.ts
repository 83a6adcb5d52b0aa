import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** A name that was pushed and that no client has. A person decides what to do; a push never creates a client. */
@Entity('unknown_restaurant')
export class UnknownRestaurant {
  @PrimaryGeneratedColumn()
  id!: number;

  /** Verbatim. */
  @Column('varchar')
  @Index('unknown_restaurant_name', { unique: true })
  name!: string;

  /** Who pushed it last. */
  @Column('varchar')
  actor!: string;

  /** The rows of the last push. */
  @Column('integer')
  rows!: number;

  /** ISO 8601 UTC. */
  @Column('varchar', { name: 'first_pushed_at' })
  firstPushedAt!: string;

  /** ISO 8601 UTC. */
  @Column('varchar', { name: 'last_pushed_at' })
  @Index('unknown_restaurant_last_pushed_at')
  lastPushedAt!: string;
}
