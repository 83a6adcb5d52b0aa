import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../config/config.module.js';
import { deleteSome } from '../database/delete-some.js';
import { redactedFields } from '../http/logger.js';
import type { Actor } from './actor.js';
import { AuditEntry, type AuditAction, type AuditTarget } from './audit-entry.entity.js';

/** Something that was done. With both `before` and `after` only the fields that differ are kept. */
export interface Deed {
  readonly by: Actor;
  readonly action: AuditAction;
  readonly target?: { readonly type: AuditTarget; readonly id: number };
  readonly before?: object;
  readonly after?: object;
}

/** Bookkeeping that changes with every write and tells nobody anything. */
const NOISE = new Set(['id', 'createdAt', 'updatedAt', 'syncRequestedAt']);

/** The record of who did what. */
@Injectable()
export class AuditLog {
  constructor(private readonly clock: Clock) {}

  /** Adds an entry in the unit of work that does the deed, so that neither is ever kept without the other. */
  async record(tx: EntityManager, { by, action, target, before, after }: Deed): Promise<void> {
    const [was, became] = changed(before, after);
    await tx.insert(AuditEntry, {
      at: this.clock.now().toISOString(),
      actor: by.name,
      action,
      targetType: target?.type ?? null,
      targetId: target?.id ?? null,
      before: json(was),
      after: json(became),
      address: by.address,
    });
  }

  /** Removes some of the entries from before an instant, ISO 8601 UTC. Answers how many. */
  forget(tx: EntityManager, before: string): Promise<number> {
    return deleteSome(tx, AuditEntry, (query) => query.where('row.at < :before', { before }));
  }
}

type Fields = Record<string, unknown>;

function changed(before: object | undefined, after: object | undefined): [Fields | null, Fields | null] {
  const was = before ? told(before) : null;
  const became = after ? told(after) : null;
  if (!was || !became) return [was, became];
  const differs = ([name]: [string, unknown]) => was[name] !== became[name];
  return [
    Object.fromEntries(Object.entries(was).filter(differs)),
    Object.fromEntries(Object.entries(became).filter(differs)),
  ];
}

function told(fields: object): Fields {
  return Object.fromEntries(
    Object.entries(fields as Fields).filter(([name, value]) => !NOISE.has(name) && value !== undefined),
  );
}

function json(fields: Fields | null): string | null {
  return fields && JSON.stringify(redactedFields(fields));
}
