import type { EntityManager } from 'typeorm';
import { badInput } from '../errors.js';
import { User } from './user.entity.js';

/** Checks an id that an input names as a manager. @throws UserError 400 naming `managerId` when nobody has it. */
export async function assertManager(tx: EntityManager, id: number): Promise<void> {
  if (!(await tx.existsBy(User, { id }))) throw badInput('managerId', 'no such user');
}
