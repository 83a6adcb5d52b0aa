import { In, type EntityManager } from 'typeorm';
import { parseFields } from './describe-changes.js';
import { type AuditEvent, User } from '../../../auth/index.js';
import { Client, Owner } from '../../../clients/index.js';

type TargetType = NonNullable<AuditEvent['targetType']>;

/** The page of each kind of record; null where there is none. */
const PATHS: Readonly<Record<TargetType, ((id: number) => string) | null>> = {
  user: (id) => `/admin/users/${id}`,
  client: (id) => `/admin/resources/clients/records/${id}/show`,
  sync_run: (id) => `/admin/runs/${id}`,
  collection_run: (id) => `/admin/resources/collections/records/${id}/show`,
  owner: (id) => `/admin/resources/owners/records/${id}/show`,
  token: null,
};

/** The changed fields that hold the id of another record, and its kind. */
const REFERENCES: Readonly<Record<string, TargetType>> = { managerId: 'user', ownerId: 'owner' };

/** What audit events are about: the name of the record, and the address of its page. */
export interface AuditTargets {
  /** Returns the name of the record whose id a changed field holds; null for a field that holds no id. */
  referredBy(field: string, id: number): string | null;
  nameOf(event: AuditEvent): string | null;
  hrefOf(event: AuditEvent): string | null;
}

/** Reads the names of the records that events are about. A record without a name is called by its number. */
export async function findAuditTargets(tx: EntityManager, events: readonly AuditEvent[]): Promise<AuditTargets> {
  const mentioned = events.flatMap(({ targetType, targetId, before, after }) => [
    { type: targetType, id: targetId },
    ...[before, after].flatMap((json) =>
      Object.entries(parseFields(json)).map(([field, id]) => ({ type: REFERENCES[field], id })),
    ),
  ]);
  const idsOf = (wanted: TargetType) =>
    mentioned.flatMap(({ type, id }) => (type === wanted && typeof id === 'number' ? [id] : []));
  const clients = await tx.find(Client, { select: { id: true, name: true }, where: { id: In(idsOf('client')) } });
  const owners = await tx.find(Owner, { select: { id: true, name: true }, where: { id: In(idsOf('owner')) } });
  const users = await tx.find(User, { select: { id: true, email: true }, where: { id: In(idsOf('user')) } });
  const names = new Map<string, string>([
    ...clients.map(({ id, name }) => [`client ${id}`, name] as const),
    ...owners.map(({ id, name }) => [`owner ${id}`, name] as const),
    ...users.map(({ id, email }) => [`user ${id}`, email] as const),
  ]);
  return {
    referredBy(field, id) {
      const type = REFERENCES[field];
      return type === undefined ? null : (names.get(`${type} ${id}`) ?? `№ ${id}`);
    },
    nameOf: ({ targetType, targetId }) =>
      targetId === null ? null : (names.get(`${targetType ?? ''} ${targetId}`) ?? `№ ${targetId}`),
    hrefOf: ({ targetType, targetId }) =>
      targetType === null || targetId === null ? null : (PATHS[targetType]?.(targetId) ?? null),
  };
}
