import { MysqlSource } from './mysql-source.js';
import { AdaptiveRateLimiter } from '../limiter/adaptive-rate-limiter.js';
import { upstreamSourceContract, type ContractUpstream } from '../../../test/contracts/upstream-source.contract.js';
import { describeOnMysql, MysqlTestDatabase } from '../../../test/support/mysql.js';
import { METRICS } from '../../domain/index.js';
import type { MysqlSettings } from '../../platform/config/index.js';

function openSource(settings: MysqlSettings, timeoutMs = 20_000, attempts = 2): MysqlSource {
  const rateLimiter = new AdaptiveRateLimiter({ concurrency: 4, firstPauseMs: 20, minPauseMs: 20 });
  return new MysqlSource({
    settings,
    identity: 'mysql://test',
    timeZone: 'Asia/Makassar',
    timeoutMs,
    attempts,
    retryBaseMs: 1,
    rateLimiter,
    hasCollection: false,
  });
}

const COLUMNS = ['restaurant_id', 'stat_date', ...METRICS.map(({ upstreamField }) => upstreamField)].join(', ');

async function startUpstream(asView: boolean): Promise<ContractUpstream> {
  const database = await MysqlTestDatabase.create();
  const table = asView ? 'delivery_stats' : 'looker_studio_summary';
  const restaurants = asView ? 'delivery_restaurants' : 'restaurants';
  if (asView) {
    await database.admin.query(
      `CREATE VIEW delivery_stats AS SELECT ${COLUMNS} FROM looker_studio_summary WHERE id % 2 = 0 UNION ALL SELECT ${COLUMNS} FROM looker_studio_summary WHERE id % 2 = 1`,
    );
    await database.admin.query('CREATE VIEW delivery_restaurants AS SELECT id, name FROM restaurants');
    await database.grant(table, restaurants);
  }
  return {
    async serve(all) {
      await database.clear();
      for (const { id, name, rows } of all) await database.insert(id, name, rows);
    },
    source: ({ timeoutMs, isUnauthorized, attempts } = {}) =>
      openSource(
        database.settings({ table, restaurants, ...(isUnauthorized && { password: 'another' }) }),
        timeoutMs,
        attempts,
      ),
    async hold() {
      await database.admin.query('LOCK TABLES looker_studio_summary WRITE, restaurants WRITE');
      return {
        release: async () => {
          await database.admin.query('UNLOCK TABLES');
        },
      };
    },
    async serveTooMuch() {
      await database.insert(
        90,
        'Large',
        Array.from({ length: 5_001 }, () => ({ stat_date: '2026-10-05' })),
      );
    },
    close: () => database.drop(),
  };
}

describeOnMysql('MysqlSource', () => {
  upstreamSourceContract('on a table', () => startUpstream(false));
  upstreamSourceContract('on a view', () => startUpstream(true));
});
