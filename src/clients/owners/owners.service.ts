import { Injectable } from '@nestjs/common';
import { In, IsNull, Not, type EntityManager } from 'typeorm';
import { Client } from '../client.entity.js';
import type { OwnerDto } from './owner.dto.js';
import { Owner } from './owner.entity.js';
import type { NewOwner, OwnerPatch } from './owner.schema.js';
import { AuditLogService, type Actor } from '../../auth/index.js';
import { Clock } from '../../platform/config/index.js';
import { Database } from '../../platform/database/index.js';
import { badInput, compareNames, toSearchKey, UserError } from '../../domain/index.js';

/** Reads and writes the owners of clients. Every write is recorded in the audit log. */
@Injectable()
export class OwnersService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: AuditLogService,
  ) {}

  /** Returns the owners whose name contains the search text, by name. */
  async list({ search = '' }: { search?: string | undefined } = {}): Promise<OwnerDto[]> {
    const searchKey = toSearchKey(search);
    return this.database.read(async (tx) => {
      const owners = (await tx.find(Owner))
        .filter(({ name }) => toSearchKey(name).includes(searchKey))
        .sort((a, b) => compareNames(a.name, b.name) || a.id - b.id);
      return this.addClients(tx, owners);
    });
  }

  /** Returns one owner. @throws UserError 404 for an unknown id. */
  async findOne(id: number): Promise<OwnerDto> {
    return this.database.read(async (tx) => {
      const [owner] = await this.addClients(tx, [await findOrThrow(tx, id)]);
      return owner!;
    });
  }

  /** Creates an owner. @throws UserError 400 for a name that is taken. */
  async create(input: NewOwner, by: Actor): Promise<OwnerDto> {
    const now = this.clock.now().toISOString();
    return this.database.write(async (tx) => {
      await assertNameIsFree(tx, input.name);
      const { identifiers } = await tx.insert(Owner, { ...input, createdAt: now, updatedAt: now });
      const after = await findOrThrow(tx, Number(identifiers[0]?.id));
      await this.audit.record(tx, { by, action: 'owner.create', target: { type: 'owner', id: after.id }, after });
      return toOwnerDto(after, []);
    });
  }

  /** Changes an owner: absent fields stay, null clears. @throws UserError 404 for an unknown id, 400 for a name that is taken. */
  async update(id: number, patch: OwnerPatch, by: Actor): Promise<OwnerDto> {
    return this.database.write(async (tx) => {
      const before = await findOrThrow(tx, id);
      if (patch.name !== undefined) await assertNameIsFree(tx, patch.name, id);
      await tx.update(Owner, { id }, { ...patch, updatedAt: this.clock.now().toISOString() });
      const after = await findOrThrow(tx, id);
      await this.audit.record(tx, { by, action: 'owner.update', target: { type: 'owner', id }, before, after });
      const [owner] = await this.addClients(tx, [after]);
      return owner!;
    });
  }

  /** Returns these owners with their clients, inside the caller's unit of work. */
  async addClients(tx: EntityManager, owners: readonly Owner[]): Promise<OwnerDto[]> {
    const clients = await tx.find(Client, {
      select: { id: true, name: true, ownerId: true },
      where: { ownerId: In(owners.map(({ id }) => id)), archivedAt: IsNull() },
    });
    clients.sort((a, b) => compareNames(a.name, b.name) || a.id - b.id);
    return owners.map((owner) =>
      toOwnerDto(
        owner,
        clients.filter(({ ownerId }) => ownerId === owner.id),
      ),
    );
  }
}

function toOwnerDto({ ...owner }: Owner, clients: readonly Client[]): OwnerDto {
  return { ...owner, clients: clients.map(({ id, name }) => ({ id, name })) };
}

async function assertNameIsFree(tx: EntityManager, name: string, id = 0): Promise<void> {
  if (await tx.existsBy(Owner, { name, id: Not(id) })) throw badInput('name', 'another owner has it already');
}

async function findOrThrow(tx: EntityManager, id: number): Promise<Owner> {
  const owner = await tx.findOneBy(Owner, { id });
  if (!owner) throw new UserError('not_found', `There is no owner ${id}`, 404);
  return owner;
}
