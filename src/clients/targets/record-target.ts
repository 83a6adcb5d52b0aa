import { LessThanOrEqual, type EntityManager } from 'typeorm';
import { ClientTarget } from './client-target.entity.js';
import { startOfMonth, type Day, type Sen } from '../../domain/index.js';

/** Stores a client's target from the month of `today` on. Earlier months keep the target that they had. */
export async function recordTarget(
  tx: EntityManager,
  { clientId, targetSen, today }: { clientId: number; targetSen: Sen | null; today: Day },
): Promise<void> {
  const key = { clientId, fromMonth: startOfMonth(today) };
  if (await tx.existsBy(ClientTarget, key)) await tx.update(ClientTarget, key, { targetSen });
  else await tx.insert(ClientTarget, { ...key, targetSen });
}

/** Returns the target that a client had in the month that begins on `month`; null without one. */
export async function findTarget(tx: EntityManager, clientId: number, month: Day): Promise<Sen | null> {
  const where = { clientId, fromMonth: LessThanOrEqual(month) };
  return (await tx.findOne(ClientTarget, { where, order: { fromMonth: 'DESC' } }))?.targetSen ?? null;
}
