import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { Role } from './roles.js';

/** A person who may log in. Disabled, never deleted. */
@Entity('user')
export class User {
  @PrimaryGeneratedColumn()
  id!: number;

  /** Lower case. */
  @Column('varchar')
  @Index('user_email', { unique: true })
  email!: string;

  @Column('varchar')
  role!: Role;

  @Column('varchar', { name: 'password_hash', select: false })
  passwordHash!: string;

  @Column('varchar', { name: 'disabled_at', nullable: true })
  disabledAt!: string | null;

  @Column('varchar', { name: 'created_at' })
  createdAt!: string;

  @Column('varchar', { name: 'updated_at' })
  updatedAt!: string;
}
