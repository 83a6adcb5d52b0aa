import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { anyReplica, PROPERTY_RUNS, toDailyStats, type ClientRows } from '../../../test/support/any-replica.js';
import { TestClock } from '../../../test/support/create-test-app.js';
import * as expected from '../../../test/support/expected-comparison.js';
import * as model from '../../../test/support/expected-figures.js';
import { TestReplica } from '../../../test/support/test-replica.js';
import { ReportsService } from './reports.service.js';
import { StatWriter } from '../store/stat-writer.js';
import { SYSTEM } from '../../auth/index.js';
import { ClientsService } from '../../clients/index.js';
import { addDays, INTERVALS, toDay } from '../../domain/index.js';

/** 22 November 2026 in Bali. */
const NOW = '2026-11-22T06:00:00.000Z';
const YESTERDAY = toDay('2026-11-21');
/** The replica holds these days, which include today. */
const DAYS = 75;
const SPAN = { from: addDays(YESTERDAY, 2 - DAYS), to: addDays(YESTERDAY, 1) };
const STATUSES = ['active', 'active', 'active', 'paused'] as const;

const anyQuery = fc
  .record({
    start: fc.integer({ min: -10, max: DAYS + 3 }),
    length: fc.integer({ min: 1, max: 40 }),
    compare: fc.oneof(
      fc.constantFrom('previous' as const, 'month' as const, 'year' as const, 'none' as const),
      fc.integer({ min: -10, max: DAYS }).map((day) => ({ from: addDays(SPAN.from, day) })),
    ),
    platform: fc.constantFrom('all' as const, 'grab' as const, 'gojek' as const),
    excludeFake: fc.boolean(),
    interval: fc.constantFrom(...INTERVALS),
  })
  .map(({ start, length, compare, ...view }) => {
    const day = addDays(SPAN.from, start);
    const from = compare === 'month' ? toDay(`${day.slice(0, 8)}01`) : day;
    const period = { from, to: addDays(from, length - 1) };
    const choice = typeof compare === 'object' ? { compareFrom: compare.from } : { compare };
    return { period, compare, query: { ...period, ...view, ...choice } };
  });

let replica: TestReplica;
const ids: number[] = [];

beforeAll(async () => {
  replica = await TestReplica.open({ clock: TestClock.at(NOW) });
  for (const [index, status] of STATUSES.entries()) {
    const { id } = await replica.get(ClientsService).create({ name: `Client ${index}`, status }, SYSTEM);
    ids.push(id);
  }
});

afterAll(() => replica.close());

it('gives the figures, deltas, buckets and completeness that their definitions give day by day, for any replica', async () => {
  await fc.assert(
    fc.asyncProperty(
      anyReplica(STATUSES.length, SPAN.from, DAYS),
      anyQuery,
      async (clients, { period, compare, query }) => {
        await write(clients);
        const reports = replica.get(ReportsService);
        const kept = clients.map((rows) => expected.onlyPlatform(rows, query.platform));
        const awaited = kept.filter((_, index) => STATUSES[index] === 'active');

        const list = await reports.listLeaderboard({ ...query, sort: 'totalSalesDelta' });
        expect(list.totals).toMatchObject({
          ...model.expectedFigures(
            kept.flatMap((rows) => model.rowsWithin(rows, period)),
            query.excludeFake,
          ),
          ...expected.expectedComparison(kept, period, compare, query.excludeFake),
        });
        for (const [index, rows] of kept.entries()) {
          expect(list.clients.find(({ id }) => id === ids[index])).toMatchObject({
            ...model.expectedFigures(model.rowsWithin(rows, period), query.excludeFake),
            ...expected.expectedComparison([rows], period, compare, query.excludeFake),
            coverage: model.expectedCoverage(
              model.rowsWithin(rows, period),
              period,
              firstDay(clients[index]),
              YESTERDAY,
            ),
            spark: model.expectedSpark(model.rowsWithin(rows, period), period),
            suspiciousZeros: zerosOf(clients, index, period, query.platform),
          });
        }
        expect(list.clients.map(({ totalSalesDelta }) => totalSalesDelta)).toEqual(
          list.clients
            .map(({ totalSalesDelta }) => totalSalesDelta)
            .sort((a, b) => Number(a === null) - Number(b === null) || (b ?? 0) - (a ?? 0)),
        );

        const page = await reports.findClientPage(ids[0] ?? 0, query);
        const rows = kept[0] ?? [];
        expect(page.comparePeriod).toEqual(expected.comparisonOf(period, compare));
        expect(page.summary).toMatchObject(expected.expectedComparison([rows], period, compare, query.excludeFake));
        expect(page.days).toEqual(
          model.daysOf(period).map((date) => {
            const { complete, missing } = expected.expectedCompleteness(rows, date, YESTERDAY);
            const suspiciousZeros = zerosOf(clients, 0, { from: date, to: date }, query.platform);
            return {
              ...model.expectedDay(rows, date, query.excludeFake),
              ...{ complete, missing, suspiciousZeros: suspiciousZeros.map(({ platform }) => platform) },
            };
          }),
        );
        expect(page.buckets).toEqual(
          expected.bucketsOf(period, query.interval).map((bucket) => ({
            ...bucket,
            ...model.expectedFigures(model.rowsWithin(rows, bucket), query.excludeFake),
            ...expected.expectedBucket([rows], bucket, YESTERDAY),
          })),
        );

        const portfolio = await reports.findPortfolio(query, period);
        const sales = (days: model.Period) =>
          model.expectedFigures(
            kept.flatMap((own) => model.rowsWithin(own, days)),
            false,
          ).totalSales;
        expect(portfolio.sales).toEqual(model.daysOf(period).map((date) => sales({ from: date, to: date })));
        const days = model
          .daysOf(period)
          .map((date) => expected.expectedBucket(awaited, { from: date, to: date }, YESTERDAY));
        expect(portfolio.expected).toEqual(days.map((day) => day.expected));
        expect(portfolio.reported).toEqual(days.map((day) => day.reported));
        expect(portfolio.missing.map((missing) => missing.length)).toEqual(
          days.map((day) => day.expected - day.reported),
        );
        expect(portfolio.buckets).toEqual(
          expected.bucketsOf(period, query.interval).map((bucket) => ({
            ...bucket,
            sales: sales(bucket),
            ...expected.expectedBucket(awaited, bucket, YESTERDAY),
          })),
        );

        const yesterday = await reports.findYesterday({ platform: query.platform });
        const byClient = awaited.map((own) => expected.expectedCompleteness(own, YESTERDAY, YESTERDAY));
        expect(yesterday).toMatchObject({
          date: YESTERDAY,
          expected: byClient.filter(({ isExpected }) => isExpected).length,
          missing: byClient.flatMap(({ missing }, index) =>
            missing.length > 0 ? [{ id: ids[index], name: `Client ${index}`, platforms: missing }] : [],
          ),
        });
        expect(yesterday.reported).toBe(yesterday.expected - yesterday.missing.length);
      },
    ),
    { numRuns: PROPERTY_RUNS },
  );
}, 300_000);

async function write(clients: readonly ClientRows[]): Promise<void> {
  await replica.database.writeShared(
    async (tx) => {
      for (const [index, rows] of clients.entries()) {
        await replica.get(StatWriter).commit(tx, {
          clientId: ids[index] ?? 0,
          window: SPAN,
          days: toDailyStats(rows),
          quarantinedDays: new Set(),
          undatedRows: false,
          exact: true,
          syncedAt: NOW,
        });
      }
    },
    { synchronous: false },
  );
}

function firstDay(rows: ClientRows = []): string | null {
  return rows.map(model.dateOf).sort()[0] ?? null;
}

function zerosOf(
  clients: readonly ClientRows[],
  index: number,
  period: model.Period,
  platform: expected.PlatformFilter,
) {
  const others = clients.filter((_, other) => other !== index);
  return expected.expectedZeros(clients[index] ?? [], others, period, platform);
}
