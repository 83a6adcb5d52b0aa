import { Injectable } from '@nestjs/common';
import { IsNull, type EntityManager } from 'typeorm';
import type { UsualReporter } from './reporting-expectation.js';
import { ClientStat } from '../../store/client-stat.entity.js';
import { readRevisionStamp } from '../../store/revision-stamp.js';
import { Client } from '../../../clients/index.js';
import {
  addDays,
  type Day,
  isExpected,
  METRICS,
  PLATFORMS,
  type Platform,
  USUAL_REPORTING,
} from '../../../domain/index.js';

/**
 * Finds the clients that usually report. Monitors ask for it every few seconds and the days of 10,000 clients take a third of a
 * second, so what the days say is kept until any client's days change.
 */
@Injectable()
export class UsualReportersService {
  private known: {
    readonly stamp: string;
    readonly yesterday: Day;
    readonly reporters: readonly UsualReporter[];
  } | null = null;

  /** Returns the active clients that usually report, by id, inside the caller's unit of work. */
  async find(tx: EntityManager, yesterday: Day): Promise<UsualReporter[]> {
    const stamp = await readRevisionStamp(tx);
    if (this.known?.stamp !== stamp || this.known.yesterday !== yesterday)
      this.known = { stamp, yesterday, reporters: await readReporters(tx, yesterday) };
    const { reporters } = this.known;
    const awaited = await tx.find(Client, { select: { id: true }, where: { status: 'active', archivedAt: IsNull() } });
    const awaitedIds = new Set(awaited.map(({ id }) => id));
    return reporters.filter(({ clientId }) => awaitedIds.has(clientId));
  }
}

/** Reads eight days of each client along the primary key. */
async function readReporters(tx: EntityManager, yesterday: Day): Promise<UsualReporter[]> {
  const builder = tx
    .createQueryBuilder()
    .select('client.id', 'id')
    .from(Client, 'client')
    .innerJoin(ClientStat, 'stat', 'stat.client_id = client.id AND stat.stat_date BETWEEN :from AND :yesterday', {
      from: addDays(yesterday, -USUAL_REPORTING.days),
      yesterday,
    })
    .groupBy('client.id')
    .orderBy('client.id');
  for (const platform of PLATFORMS) {
    builder.addSelect(countWhen(`stat.stat_date < :yesterday AND ${hasReportedSql(platform)}`), `${platform}Week`);
    builder.addSelect(countWhen(`stat.stat_date = :yesterday AND ${hasReportedSql(platform)}`), `${platform}Yesterday`);
  }
  const rows: Record<string, number | string>[] = await builder.getRawMany();
  return rows.flatMap((row) => {
    const usual = PLATFORMS.filter((platform) => isExpected(Number(row[`${platform}Week`])));
    if (usual.length === 0) return [];
    const missing = usual.some((platform) => Number(row[`${platform}Yesterday`]) === 0);
    return [{ clientId: Number(row.id), missing }];
  });
}

function countWhen(condition: string): string {
  return `sum(CASE WHEN ${condition} THEN 1 ELSE 0 END)`;
}

function hasReportedSql(platform: Platform): string {
  const columns = METRICS.filter((metric) => metric.platform === platform).map(({ column }) => `stat.${column}`);
  return `coalesce(${columns.join(', ')}) IS NOT NULL`;
}
