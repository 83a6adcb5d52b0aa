import { Inject, Injectable } from '@nestjs/common';
import { digestTextsIn } from '../admin/i18n/index.js';
import { Clock, CONFIG, type Config } from '../platform/config/index.js';
import { Database } from '../platform/database/index.js';
import { Incident } from '../operations/alerts/index.js';
import type { DueMessage, TelegramChat } from '../telegram/index.js';

/** An incident that began longer ago is not news. */
const NEWS_MS = 24 * 3_600_000;
/** The latest incidents that are looked at. The messages of earlier ones were sent before. */
const MAX_INCIDENTS = 20;

/** Says to admins that an incident began or ended. */
@Injectable()
export class IncidentAlertsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Returns for a chat the messages that incidents began or ended. It leaves out incidents from before the chat was linked. */
  async listDue({ userId, linkedAt }: TelegramChat): Promise<DueMessage[]> {
    const newsSince = new Date(this.clock.now().getTime() - NEWS_MS).toISOString();
    const incidents = await this.database.read((tx) =>
      tx
        .createQueryBuilder(Incident, 'row')
        .where('row.started_at >= :linkedAt', { linkedAt: linkedAt ?? newsSince })
        .andWhere('(row.started_at >= :newsSince OR row.ended_at >= :newsSince)', { newsSince })
        .orderBy('row.id', 'DESC')
        .limit(MAX_INCIDENTS)
        .getMany(),
    );
    return incidents
      .reverse()
      .flatMap((incident) => [
        ...(incident.startedAt >= newsSince ? [this.toMessage(userId, incident, 'started')] : []),
        ...(incident.endedAt !== null && incident.endedAt >= newsSince
          ? [this.toMessage(userId, incident, 'ended')]
          : []),
      ]);
  }

  private toMessage(userId: number, { id, kind }: Incident, event: 'started' | 'ended'): DueMessage {
    const { businessTimeZone, publicUrl } = this.config;
    return {
      userId,
      key: `incident:${id}:${event}`,
      compose: ({ language }) => {
        const { incident } = digestTextsIn(language, businessTimeZone).messages;
        const head = `<b>${incident[event]}:</b> ${incident.kinds[kind]}`;
        const hasLink = event === 'started' && publicUrl !== undefined;
        return Promise.resolve(hasLink ? [head, `<a href="${publicUrl}/admin/status">${incident.open}</a>`] : [head]);
      },
    };
  }
}
