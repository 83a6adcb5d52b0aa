import { Injectable } from '@nestjs/common';
import { ReportComment } from './comments/report-comment.entity.js';
import type { OwnerReport, ReportSubject } from './owner-report.dto.js';
import { AuditLogService, type Actor } from '../auth/index.js';
import { ClientsService, OwnersService, type ReportLanguage } from '../clients/index.js';
import { parsePeriod, UserError, type Period } from '../domain/index.js';
import { Clock } from '../platform/config/index.js';
import { Database } from '../platform/database/index.js';
import { ReportsService } from '../stats/index.js';

/** A client or an owner with what a report needs of them. */
interface FoundSubject {
  readonly name: string;
  readonly language: ReportLanguage;
  readonly clientIds: readonly number[];
  /** Where the report is sent to: the contacts of the owner, or of the client where the owner has none. */
  readonly contactPhone: string | null;
  readonly contactTelegram: string | null;
}

/** More restaurants than any owner has. Everybody else waits while a report is calculated. */
const MAX_CLIENTS = 200;

/** Makes the reports for owners, with the manager's comment. */
@Injectable()
export class OwnerReportsService {
  constructor(
    private readonly reports: ReportsService,
    private readonly clients: ClientsService,
    private readonly owners: OwnersService,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: AuditLogService,
  ) {}

  /**
   * Returns the report of a period. Without a language it has the owner's, or English for a client without an owner.
   * @throws UserError 404 for an unknown subject, 409 for an owner without clients or with too many, 400 for a bad period.
   */
  async find(subject: ReportSubject, requested: Period, language?: ReportLanguage): Promise<OwnerReport> {
    const found = await this.findSubject(subject);
    if (found.clientIds.length === 0) {
      throw new UserError('no_clients', 'The owner has no restaurants; name the owner at a restaurant first', 409);
    }
    if (found.clientIds.length > MAX_CLIENTS) {
      const message = `The owner has ${found.clientIds.length} restaurants; a report has at most ${MAX_CLIENTS}`;
      throw new UserError('too_many_clients', message, 409);
    }
    return {
      subject: { kind: subject.kind, id: subject.id, name: found.name },
      language: language ?? found.language,
      requested,
      ...(await this.reports.findPeriodReport(found.clientIds, requested)),
      comment: await this.findComment(subject, requested),
    };
  }

  /** Stores what a manager writes about a period; an empty text deletes it. @throws UserError 404, or 400 for a bad period. */
  async comment(
    subject: ReportSubject,
    { period, text, by }: { period: Period; text: string; by: Actor },
  ): Promise<{ text: string | null }> {
    await this.findSubject(subject);
    const key = toCommentKey(subject, parsePeriod(period.from, period.to));
    const trimmed = text.trim();
    await this.database.write(async (tx) => {
      const held = await tx.findOneBy(ReportComment, key);
      if ((held?.text ?? '') === trimmed) return;
      await tx.delete(ReportComment, key);
      if (trimmed !== '') {
        const updatedAt = this.clock.now().toISOString();
        await tx.insert(ReportComment, { ...key, text: trimmed, author: by.name, updatedAt });
      }
      await this.audit.record(tx, {
        by,
        action: 'report.comment',
        target: { type: subject.kind, id: subject.id },
        before: { ...period, comment: held?.text ?? null },
        after: { ...period, comment: trimmed === '' ? null : trimmed },
      });
    });
    return { text: trimmed === '' ? null : trimmed };
  }

  /** Returns the name, the language, the clients and the contacts of a subject. @throws UserError 404 */
  async findSubject({ kind, id }: ReportSubject): Promise<FoundSubject> {
    if (kind === 'owner') {
      const { clients, ...owner } = await this.owners.findOne(id);
      return { ...owner, clientIds: clients.map((client) => client.id) };
    }
    const { name, ownerId, contactPhone, contactTelegram } = await this.clients.findOne(id);
    const owner = ownerId === null ? null : await this.owners.findOne(ownerId);
    return {
      name,
      language: owner?.language ?? 'en',
      clientIds: [id],
      contactPhone: owner?.contactPhone ?? contactPhone,
      contactTelegram: owner?.contactTelegram ?? contactTelegram,
    };
  }

  private async findComment(subject: ReportSubject, period: Period): Promise<string | null> {
    const comment = await this.database.read((tx) => tx.findOneBy(ReportComment, toCommentKey(subject, period)));
    return comment?.text ?? null;
  }
}

function toCommentKey({ kind, id }: ReportSubject, { from, to }: Period) {
  return { subjectKind: kind, subjectId: id, from, to };
}
