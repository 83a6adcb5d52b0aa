import type { MysqlLayout } from './mysql-layout.js';
import type { MysqlReader } from './mysql-reader.js';
import type { SourceFinding } from '../upstream-source.js';
import type { MysqlSettings } from '../../platform/config/index.js';

const KEY = 'restaurant_id, stat_date';

/** Returns what is good and bad about the database: version, shape, index, collation and zero dates. */
export async function checkMysql(
  reader: MysqlReader,
  { table, tls }: Pick<MysqlSettings, 'table' | 'tls'>,
  signal: AbortSignal,
): Promise<readonly SourceFinding[]> {
  const layout = await reader.readLayout(signal);
  const hasZeroDates = await reader.hasZeroDates(signal);
  const encryption = tls ? 'encrypted' : 'not encrypted, on this machine';
  return [
    { name: 'mysql', status: 'ok', message: `${describeVersion(layout)}, ${encryption}` },
    {
      name: 'mysql statistics',
      status: 'ok',
      message: `${table} is a ${layout.isView ? 'view' : 'table'}; every column can be read exactly`,
    },
    checkIndex(layout, table),
    {
      name: 'mysql names',
      status: 'ok',
      message: `restaurants are found by their exact names, not by ${layout.collation}; keys are ${layout.keyType === 'CHAR' ? 'texts' : 'integers'}`,
    },
    hasZeroDates
      ? {
          name: 'mysql dates',
          status: 'warn',
          message: `${table} has rows with a zero date, which belong to no day and are never copied`,
        }
      : { name: 'mysql dates', status: 'ok', message: 'no row has a zero date' },
  ];
}

function checkIndex({ isView, indexes }: MysqlLayout, table: string): SourceFinding {
  const name = 'mysql index';
  if (isView) return { name, status: 'ok', message: 'a view uses the indexes of its tables' };
  if (indexes.some((columns) => columns.startsWith(KEY))) return { name, status: 'ok', message: `on ${KEY}` };
  const message = `${table} has no index on (${KEY}), or the user may not see it; every restaurant then reads the whole table`;
  return { name, status: 'warn', message };
}

function describeVersion({ version }: MysqlLayout): string {
  return /mariadb/i.test(version) ? `MariaDB ${version.replace(/-mariadb.*/i, '')}` : `MySQL ${version}`;
}
