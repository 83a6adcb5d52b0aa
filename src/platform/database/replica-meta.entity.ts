import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What the replica remembers of itself. */
@Entity('replica_meta')
export class ReplicaMeta {
  @PrimaryColumn('varchar')
  key!: string;

  @Column('varchar')
  value!: string;
}
