import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Client, type ClientStatus } from '../client.entity.js';
import { ClientNote } from './client-note.entity.js';
import type { NewNote, NotePatch } from './client-note.schema.js';
import { AuditLogService, type Actor } from '../../auth/index.js';
import { Clock } from '../../platform/config/index.js';
import { Database } from '../../platform/database/index.js';
import { UserError, type Day } from '../../domain/index.js';

/** Notes that one client may have. */
const MAX_NOTES = 2_000;

/** Which notes of a client to list. Both days are included. */
interface NoteSelection {
  readonly from?: Day | undefined;
  readonly to?: Day | undefined;
  readonly limit?: number;
  readonly offset?: number;
}

/** Which clients' notes to list, and of which days, both included. Without a status archived clients are left out. */
export interface ListNotesSelection {
  readonly from: Day;
  readonly to: Day;
  readonly managerId?: number | undefined;
  readonly status?: ClientStatus | 'archived' | undefined;
  readonly limit: number;
}

/** Reads and writes the notes with a day. Every write is recorded in the audit log of the client. */
@Injectable()
export class ClientNotesService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: AuditLogService,
  ) {}

  /** Returns the notes of a client, newest day first, and how many there are. @throws UserError 404 for an unknown client. */
  async list(clientId: number, selection: NoteSelection = {}): Promise<{ notes: ClientNote[]; total: number }> {
    return this.database.read(async (tx) => {
      await assertClientExists(tx, clientId);
      const [notes, total] = await this.listWith(tx, [clientId], selection);
      return { notes, total };
    });
  }

  /** Returns a text that differs after every change to the notes of a client, or of any client without an id. */
  async readState(clientId?: number): Promise<string> {
    return this.database.read(async (tx) => {
      const where = clientId === undefined ? {} : { clientId };
      return JSON.stringify(await tx.find(ClientNote, { where, order: { id: 'ASC' } }));
    });
  }

  /** Returns the notes of some clients inside the caller's unit of work, newest day first, and how many there are. */
  listWith(
    tx: EntityManager,
    clientIds: readonly number[],
    { from, to, limit, offset }: NoteSelection,
  ): Promise<[ClientNote[], number]> {
    const query = tx.createQueryBuilder(ClientNote, 'note').orderBy('note.day', 'DESC').addOrderBy('note.id', 'DESC');
    query.where(clientIds.length > 0 ? 'note.client_id IN (:...clientIds)' : '1 = 0', { clientIds });
    if (from !== undefined) query.andWhere('note.note_date >= :from', { from });
    if (to !== undefined) query.andWhere('note.note_date <= :to', { to });
    if (limit !== undefined) query.limit(limit).offset(offset ?? 0);
    return query.getManyAndCount();
  }

  /** Returns the notes of all clients of a list, newest day first, and how many there are. */
  listOfList({ from, to, managerId, status, limit }: ListNotesSelection): Promise<[ClientNote[], number]> {
    return this.database.read((tx) => {
      const query = tx
        .createQueryBuilder(ClientNote, 'note')
        .innerJoin(Client, 'client', 'client.id = note.client_id')
        .where('note.note_date BETWEEN :from AND :to', { from, to })
        .andWhere(status === 'archived' ? 'client.archived_at IS NOT NULL' : 'client.archived_at IS NULL')
        .orderBy('note.day', 'DESC')
        .addOrderBy('note.id', 'DESC')
        .limit(limit);
      if (status !== undefined && status !== 'archived') query.andWhere('client.status = :status', { status });
      if (managerId !== undefined) query.andWhere('client.manager_id = :managerId', { managerId });
      return query.getManyAndCount();
    });
  }

  /** Adds a note. @throws UserError 404 for an unknown client, 409 for a client with {@link MAX_NOTES} notes. */
  async create(clientId: number, input: NewNote, by: Actor): Promise<ClientNote> {
    const now = this.clock.now().toISOString();
    return this.database.write(async (tx) => {
      await assertClientExists(tx, clientId);
      if ((await tx.countBy(ClientNote, { clientId })) >= MAX_NOTES) {
        throw new UserError(
          'too_many_notes',
          `A restaurant may have at most ${MAX_NOTES} notes; delete an old one`,
          409,
        );
      }
      const note = { ...input, clientId, author: by.name, createdAt: now, updatedAt: now };
      const { identifiers } = await tx.insert(ClientNote, note);
      const after = await findOrThrow(tx, Number(identifiers[0]?.id));
      const target = { type: 'client', id: clientId } as const;
      await this.audit.record(tx, { by, action: 'note.create', target, after: toAudited(after) });
      return after;
    });
  }

  /** Changes a note: absent fields stay. @throws UserError 404 for an unknown note. */
  async update(id: number, patch: NotePatch, by: Actor): Promise<ClientNote> {
    return this.database.write(async (tx) => {
      const before = await findOrThrow(tx, id);
      await tx.update(ClientNote, { id }, { ...patch, updatedAt: this.clock.now().toISOString() });
      const after = await findOrThrow(tx, id);
      await this.audit.record(tx, {
        by,
        action: 'note.update',
        target: { type: 'client', id: before.clientId },
        before: toAudited(before),
        after: toAudited(after),
      });
      return after;
    });
  }

  /** Deletes a note; the audit log keeps its text. @throws UserError 404 for an unknown note. */
  async delete(id: number, by: Actor): Promise<void> {
    await this.database.write(async (tx) => {
      const before = await findOrThrow(tx, id);
      await tx.delete(ClientNote, { id });
      const target = { type: 'client', id: before.clientId } as const;
      await this.audit.record(tx, { by, action: 'note.delete', target, before: toAudited(before) });
    });
  }
}

/** Returns what the audit log holds of a note beside its client. */
function toAudited({ day, text }: ClientNote) {
  return { date: day, note: text };
}

async function assertClientExists(tx: EntityManager, id: number): Promise<void> {
  if (!(await tx.existsBy(Client, { id }))) throw new UserError('not_found', `There is no client ${id}`, 404);
}

async function findOrThrow(tx: EntityManager, id: number): Promise<ClientNote> {
  const note = await tx.findOneBy(ClientNote, { id });
  if (!note) throw new UserError('not_found', `There is no note ${id}`, 404);
  return note;
}
