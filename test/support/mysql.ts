import { randomBytes } from 'node:crypto';
import { describe } from '@jest/globals';
import { createConnection, type Connection } from 'mysql2/promise';
import { METRICS } from '../../src/domain/metrics.js';
import type { MysqlSettings } from '../../src/platform/config/index.js';
import { adminOptions } from './jest/mysql-admin.mjs';

/** Declares a suite as `describe` does. The run reports it as skipped when MariaDB is unreachable. */
export const describeOnMysql = process.env.TEST_MYSQL === undefined ? describe.skip : describe;

/** A row of the statistics: `stat_date` and any metric; the other columns are NULL. */
export type StatRow = Readonly<Record<string, string | number | null>>;

const METRIC_COLUMNS = METRICS.map(
  ({ upstreamField, kind }) => `${upstreamField} ${kind === 'money' ? 'DECIMAL(15,2)' : 'INT'} NULL`,
);

/** A database of its own with the tables of the agency's server, and a user who may only read what the product needs. */
export class MysqlTestDatabase {
  private constructor(
    readonly admin: Connection,
    readonly name: string,
    private readonly password: string,
  ) {}

  /** @param idType the SQL type of both keys. */
  static async create(idType = 'INT'): Promise<MysqlTestDatabase> {
    const admin = await createConnection(adminOptions());
    const name = `ds_test_${randomBytes(6).toString('hex')}`;
    const database = new MysqlTestDatabase(admin, name, randomBytes(8).toString('hex'));
    await admin.query(`CREATE DATABASE ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`);
    await admin.query(`USE ${name}`);
    // Zero dates are data of old servers.
    await admin.query(`SET SESSION sql_mode = ''`);
    await admin.query(
      `CREATE TABLE restaurants (id ${idType} PRIMARY KEY, name VARCHAR(255), grab_token VARCHAR(255) DEFAULT 'SECRET')`,
    );
    await admin.query(
      `CREATE TABLE looker_studio_summary (id INT AUTO_INCREMENT PRIMARY KEY, restaurant_id ${idType}, stat_date DATE,
       ${METRIC_COLUMNS.join(', ')}, rating DECIMAL(3,2), KEY restaurant_day (restaurant_id, stat_date))`,
    );
    await database.grant('looker_studio_summary', 'restaurants');
    return database;
  }

  /** What the product reads this database with. */
  settings(changes: Partial<MysqlSettings> = {}): MysqlSettings {
    return {
      host: '127.0.0.1',
      port: Number(process.env.TEST_MYSQL),
      user: this.name,
      password: this.password,
      database: this.name,
      tls: false,
      table: 'looker_studio_summary',
      restaurants: 'restaurants',
      ...changes,
    };
  }

  url(): string {
    const { host, port, user, password, database } = this.settings();
    return `mysql://${user}:${password}@${host}:${port}/${database}`;
  }

  /** Lets the user read the statistics, and only id and name of the list, as docs/MYSQL.md says. */
  async grant(table: string, restaurants: string): Promise<void> {
    for (const host of ['localhost', '127.0.0.1']) {
      const user = `'${this.name}'@'${host}'`;
      await this.admin.query(`CREATE USER IF NOT EXISTS ${user} IDENTIFIED BY '${this.password}'`);
      await this.admin.query(`GRANT SELECT ON ${this.name}.${table} TO ${user}`);
      await this.admin.query(`GRANT SELECT (id, name) ON ${this.name}.${restaurants} TO ${user}`);
    }
  }

  /** Adds restaurants with their rows. */
  async insert(id: number | string, name: string, rows: readonly StatRow[] = []): Promise<void> {
    await this.admin.execute('INSERT INTO restaurants (id, name) VALUES (?, ?)', [id, name]);
    await this.insertRows(id, rows);
  }

  async insertRows(id: number | string, rows: readonly StatRow[]): Promise<void> {
    const columns = ['stat_date', ...METRICS.map(({ upstreamField }) => upstreamField)];
    const values = rows.map((row) => [id, ...columns.map((column) => row[column] ?? null)]);
    if (values.length === 0) return;
    const sql = `INSERT INTO looker_studio_summary (restaurant_id, ${columns.join(', ')}) VALUES ?`;
    await this.admin.query(sql, [values]);
  }

  async clear(): Promise<void> {
    await this.admin.query('DELETE FROM looker_studio_summary');
    await this.admin.query('DELETE FROM restaurants');
  }

  async drop(): Promise<void> {
    await this.admin.query(`DROP DATABASE ${this.name}`);
    for (const host of ['localhost', '127.0.0.1'])
      await this.admin.query(`DROP USER IF EXISTS '${this.name}'@'${host}'`);
    await this.admin.end();
  }
}
