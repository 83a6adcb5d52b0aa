import { In, IsNull, type EntityManager } from 'typeorm';
import type { Role } from '../access/roles.js';
import { User } from './user.entity.js';
import { badInput } from '../../domain/index.js';

/** The roles of those who look after clients. */
export const CLIENT_MANAGER_ROLES: readonly Role[] = ['admin', 'manager'];

/** Checks the id of a manager in a filter. @throws UserError 400 naming `managerId` when no user has it. */
export async function assertUserExists(tx: EntityManager, id: number): Promise<void> {
  if (!(await tx.existsBy(User, { id }))) throw badInput('managerId', 'no such user');
}

/**
 * Checks that a user may become the manager of a client.
 * @throws UserError 400 naming `managerId` when no enabled manager or admin has the id.
 */
export async function assertMayManageClients(tx: EntityManager, id: number): Promise<void> {
  await assertUserExists(tx, id);
  const role = In(CLIENT_MANAGER_ROLES);
  if (!(await tx.existsBy(User, { id, role, disabledAt: IsNull() }))) {
    throw badInput('managerId', 'is no active manager or admin');
  }
}
