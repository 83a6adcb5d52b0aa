import type { EntityManager } from 'typeorm';
import { ClientStat } from '../../store/client-stat.entity.js';
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

/** Counts of clients that usually report. `missing` is how many of them did not report yesterday on a usual platform. */
export interface YesterdayCounts {
  readonly expected: number;
  readonly missing: number;
}

/** Returns whether anybody waits for the reports of a client: it is active and not archived. */
export function isAwaited({ status, archivedAt }: Pick<Client, 'status' | 'archivedAt'>): boolean {
  return status === 'active' && archivedAt === null;
}

/** A client that usually reports. `missing` is true when yesterday is missing on a platform that it usually reports on. */
export interface UsualReporter {
  readonly clientId: number;
  readonly missing: boolean;
}

/**
 * Returns the active clients that usually report, by id. Reads eight days of each client along the primary key.
 * @param clientId reads this client only, active or not.
 */
export async function findUsualReporters(
  tx: EntityManager,
  yesterday: Day,
  clientId?: number,
): Promise<UsualReporter[]> {
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
  if (clientId !== undefined) builder.where('client.id = :clientId', { clientId });
  else builder.where(`client.status = 'active' AND client.archived_at IS NULL`);
  const rows: Record<string, number | string>[] = await builder.getRawMany();
  return rows.flatMap((row) => {
    const usual = PLATFORMS.filter((platform) => isExpected(Number(row[`${platform}Week`])));
    if (usual.length === 0) return [];
    const missing = usual.some((platform) => Number(row[`${platform}Yesterday`]) === 0);
    return [{ clientId: Number(row.id), missing }];
  });
}

/** Counts the usual reporters and those of them whose yesterday is missing. */
export function countUsualReporters(reporters: readonly Pick<UsualReporter, 'missing'>[]): YesterdayCounts {
  return { expected: reporters.length, missing: reporters.filter(({ missing }) => missing).length };
}

function countWhen(condition: string): string {
  return `sum(CASE WHEN ${condition} THEN 1 ELSE 0 END)`;
}

function hasReportedSql(platform: Platform): string {
  const columns = METRICS.filter((metric) => metric.platform === platform).map(({ column }) => `stat.${column}`);
  return `coalesce(${columns.join(', ')}) IS NOT NULL`;
}
