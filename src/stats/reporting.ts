import type { EntityManager } from 'typeorm';
import { ClientStat } from './client-stat.entity.js';
import { addDays, type Day } from './day.js';
import { METRICS, PLATFORMS, type Platform } from './metric-catalogue.js';

/** Who reported on so many of the last so many days before yesterday is expected to report yesterday. */
export const USUAL = { days: 7, atLeast: 5 };

/** Days on which each platform reported. */
export type DaysReported = Readonly<Record<Platform, number>>;

/** Of the clients that usually report: how many there are, and how many have not reported yesterday on a platform they usually do. */
export interface YesterdayCounts {
  readonly expected: number;
  readonly missing: number;
}

/** Whether a client usually reports, and whether yesterday's report is missing; `yesterday` holds 0 or 1 a platform. */
export function reportingOf(week: DaysReported, yesterday: DaysReported): { expected: boolean; missing: boolean } {
  const usual = PLATFORMS.filter((platform) => week[platform] >= USUAL.atLeast);
  return { expected: usual.length > 0, missing: usual.some((platform) => yesterday[platform] === 0) };
}

/** Active clients that usually report, and whether yesterday is missing of them; ordered by id. */
export interface UsualReporter {
  readonly clientId: number;
  readonly missing: boolean;
}

/** Reads a week of every active client along the primary key. @param clientId only this one, active or not. */
export async function usualReporters(tx: EntityManager, yesterday: Day, clientId?: number): Promise<UsualReporter[]> {
  const builder = tx
    .createQueryBuilder()
    .select('client.id', 'id')
    .from('client', 'client')
    .innerJoin(ClientStat, 'stat', 'stat.client_id = client.id AND stat.stat_date BETWEEN :from AND :yesterday', {
      from: addDays(yesterday, -USUAL.days),
      yesterday,
    })
    .groupBy('client.id')
    .orderBy('client.id');
  for (const platform of PLATFORMS) {
    builder.addSelect(count(`stat.stat_date < :yesterday AND ${reported(platform)}`), `${platform}Week`);
    builder.addSelect(count(`stat.stat_date = :yesterday AND ${reported(platform)}`), `${platform}Yesterday`);
  }
  if (clientId !== undefined) builder.where('client.id = :clientId', { clientId });
  else builder.where(`client.status = 'active' AND client.archived_at IS NULL`);
  const rows: Record<string, number | string>[] = await builder.getRawMany();
  return rows.flatMap((row) => {
    const of = (when: string) => ({ grab: Number(row[`grab${when}`]), gojek: Number(row[`gojek${when}`]) });
    const { expected, missing } = reportingOf(of('Week'), of('Yesterday'));
    return expected ? [{ clientId: Number(row.id), missing }] : [];
  });
}

export function countsOf(reporters: readonly Pick<UsualReporter, 'missing'>[]): YesterdayCounts {
  return { expected: reporters.length, missing: reporters.filter(({ missing }) => missing).length };
}

function count(condition: string): string {
  return `sum(CASE WHEN ${condition} THEN 1 ELSE 0 END)`;
}

function reported(platform: Platform): string {
  const columns = METRICS.filter((metric) => metric.platform === platform).map(({ column }) => `stat.${column}`);
  return `coalesce(${columns.join(', ')}) IS NOT NULL`;
}
