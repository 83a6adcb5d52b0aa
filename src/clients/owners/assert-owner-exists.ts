import type { EntityManager } from 'typeorm';
import { Owner } from './owner.entity.js';
import { badInput } from '../../domain/index.js';

/** Checks the id of an owner in an input. @throws UserError 400 naming `ownerId` when no owner has it. */
export async function assertOwnerExists(tx: EntityManager, id: number): Promise<void> {
  if (!(await tx.existsBy(Owner, { id }))) throw badInput('ownerId', 'no such owner');
}
