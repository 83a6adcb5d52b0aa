import { createHash, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { IsNull, MoreThan } from 'typeorm';
import { ReportLink } from './report-link.entity.js';
import type { ReportSubject } from '../owner-report.dto.js';
import { OwnerReportsService } from '../owner-reports.service.js';
import { AuditLogService, type Actor } from '../../auth/index.js';
import type { ReportLanguage } from '../../clients/index.js';
import { addDays, dayAt, startOfDay, UserError, type Period } from '../../domain/index.js';
import { Clock, CONFIG, type Config } from '../../platform/config/index.js';
import { Database } from '../../platform/database/index.js';

/** 256 bits, so that nobody guesses one. */
const TOKEN_BYTES = 32;
const TOKEN_PATTERN = /^[A-Za-z0-9_-]{43}$/;
/** Links of one client or owner that work at the same time. */
const MAX_LINKS = 100;

/** What a link opens. */
interface LinkTarget {
  readonly period: Period;
  readonly language: ReportLanguage;
  /** The link works through the business day that lies so many days after today. */
  readonly expiresInDays: number;
}

/** A new link. The token is returned once and stored nowhere. */
export interface CreatedLink {
  readonly id: number;
  readonly token: string;
  readonly expiresAt: string;
}

/** Makes, lists, opens and revokes the links to reports. Every change is recorded in the audit log. */
@Injectable()
export class ReportLinksService {
  constructor(
    private readonly reports: OwnerReportsService,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: AuditLogService,
    @Inject(CONFIG) private readonly config: Pick<Config, 'businessTimeZone'>,
  ) {}

  /**
   * Makes a link to one report. It ends at the end of a business day.
   * @throws UserError as `OwnerReportsService.find`; 409 while {@link MAX_LINKS} links of the subject work.
   */
  async create(
    subject: ReportSubject,
    { period, language, expiresInDays }: LinkTarget,
    by: Actor,
  ): Promise<CreatedLink> {
    const report = await this.reports.find(subject, period, language);
    const token = randomBytes(TOKEN_BYTES).toString('base64url');
    const now = this.clock.now();
    const { businessTimeZone } = this.config;
    const expiresAt = startOfDay(addDays(dayAt(now, businessTimeZone), expiresInDays + 1), businessTimeZone);
    return this.database.write(async (tx) => {
      const working = { subjectKind: subject.kind, subjectId: subject.id, revokedAt: IsNull() };
      if ((await tx.countBy(ReportLink, { ...working, expiresAt: MoreThan(now.toISOString()) })) >= MAX_LINKS) {
        throw new UserError(
          'too_many_links',
          `${report.subject.name} has ${MAX_LINKS} working links; revoke one first`,
          409,
        );
      }
      const { identifiers } = await tx.insert(ReportLink, {
        subjectKind: subject.kind,
        subjectId: subject.id,
        ...period,
        language,
        tokenHash: hashOf(token),
        expiresAt,
        revokedAt: null,
        author: by.name,
        createdAt: now.toISOString(),
      });
      const target = { type: subject.kind, id: subject.id } as const;
      await this.audit.record(tx, {
        by,
        action: 'report.link_create',
        target,
        after: { ...period, language, expiresAt },
      });
      return { id: Number(identifiers[0]?.id), token, expiresAt };
    });
  }

  /** Returns the links of a subject, newest first, without their tokens. @throws UserError 404 for an unknown subject. */
  async list(subject: ReportSubject): Promise<Omit<ReportLink, 'tokenHash'>[]> {
    await this.reports.findSubject(subject);
    return this.database.read((tx) =>
      tx.find(ReportLink, { where: { subjectKind: subject.kind, subjectId: subject.id }, order: { id: 'DESC' } }),
    );
  }

  /** Makes a link stop working. Idempotent. @throws UserError 404 for an unknown link. */
  async revoke(id: number, by: Actor): Promise<void> {
    await this.database.write(async (tx) => {
      const link = await tx.findOneBy(ReportLink, { id });
      if (!link) throw new UserError('not_found', `There is no link ${id}`, 404);
      if (link.revokedAt !== null) return;
      await tx.update(ReportLink, { id }, { revokedAt: this.clock.now().toISOString() });
      const target = { type: link.subjectKind, id: link.subjectId } as const;
      const { from, to, language, expiresAt } = link;
      await this.audit.record(tx, {
        by,
        action: 'report.link_revoke',
        target,
        before: { from, to, language, expiresAt },
      });
    });
  }

  /** Returns the link of a token; null when no link has it, and when the link has expired or is revoked. */
  async open(token: string): Promise<ReportLink | null> {
    if (!TOKEN_PATTERN.test(token)) return null;
    const expiresAt = MoreThan(this.clock.now().toISOString());
    return this.database.read((tx) =>
      tx.findOneBy(ReportLink, { tokenHash: hashOf(token), revokedAt: IsNull(), expiresAt }),
    );
  }
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
