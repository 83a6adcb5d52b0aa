import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from './actor.js';
import { AuditEvent, type AuditAction, type AuditTarget } from './audit-event.entity.js';
import { Clock } from '../../platform/config/index.js';
import { deleteBatch } from '../../platform/database/index.js';
import { redactFields } from '../../platform/logging/index.js';

/** An action to record. With both `before` and `after`, only the fields that differ are stored. */
export interface NewAuditEvent {
  readonly by: Actor;
  readonly action: AuditAction;
  readonly target?: { readonly type: AuditTarget; readonly id: number };
  readonly before?: object;
  readonly after?: object;
}

/** Fields that change with every write and mean nothing to a reader. */
const NOISE = new Set(['id', 'lastLoginAt', 'createdAt', 'updatedAt', 'syncRequestedAt']);

/** Records who did what. */
@Injectable()
export class AuditLogService {
  constructor(private readonly clock: Clock) {}

  /** Adds an event in the unit of work that performs the action, so that both are committed or neither. */
  async record(tx: EntityManager, { by, action, target, before, after }: NewAuditEvent): Promise<void> {
    const [was, became] = diff(before, after);
    await tx.insert(AuditEvent, {
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

  /** Deletes a batch of the events from before an instant, ISO 8601 UTC; returns how many. */
  purge(tx: EntityManager, before: string): Promise<number> {
    return deleteBatch(tx, AuditEvent, (query) => query.where('row.at < :before', { before }));
  }
}

type Fields = Record<string, unknown>;

function diff(before: object | undefined, after: object | undefined): [Fields | null, Fields | null] {
  const was = before ? withoutNoise(before) : null;
  const became = after ? withoutNoise(after) : null;
  if (!was || !became) return [was, became];
  const differs = ([name]: [string, unknown]) => was[name] !== became[name];
  return [
    Object.fromEntries(Object.entries(was).filter(differs)),
    Object.fromEntries(Object.entries(became).filter(differs)),
  ];
}

function withoutNoise(fields: object): Fields {
  return Object.fromEntries(
    Object.entries(fields as Fields).filter(([name, value]) => !NOISE.has(name) && value !== undefined),
  );
}

function json(fields: Fields | null): string | null {
  return fields && JSON.stringify(redactFields(fields));
}
