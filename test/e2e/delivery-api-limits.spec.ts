import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createConnection } from 'mysql2/promise';
import { DeliveryApiProcess, READ_KEY, TRIGGER_KEY } from '../support/delivery-api.js';
import { describeOnMysql, MysqlTestDatabase } from '../support/mysql.js';
import { temporaryFolder } from '../support/test-replica.js';

const LIST = '/api/v1/getRestaurantStats?source=restaurants';
const BATCH = '/api/v1/getBatchStats';
const WRONG_KEYS = 20;
const TRIGGERS = 30;
const CONCURRENT = 32;

/** A database that accepts connections and never says a word. */
class SilentDatabase {
  private readonly sockets: Socket[] = [];
  private onConnection: () => void = () => undefined;

  private constructor(private readonly server: Server) {
    server.on('connection', (socket) => {
      this.sockets.push(socket);
      this.onConnection();
    });
  }

  static async start(): Promise<SilentDatabase> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new SilentDatabase(server);
  }

  get url(): string {
    return `mysql://reader:SECRET@127.0.0.1:${(this.server.address() as AddressInfo).port}/delivery`;
  }

  /** Resolves when there are that many connections. */
  waitForConnections(count: number): Promise<void> {
    return new Promise((resolve) => {
      this.onConnection = () => {
        if (this.sockets.length >= count) resolve();
      };
      this.onConnection();
    });
  }

  hangUp(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  close(): void {
    this.hangUp();
    this.server.close();
  }
}

describe('the companion API on a database that does not respond', () => {
  let database: SilentDatabase;
  let api: DeliveryApiProcess;

  beforeAll(async () => {
    database = await SilentDatabase.start();
    api = await DeliveryApiProcess.start({ DELIVERY_STATS_MYSQL_URL: database.url });
  });

  afterAll(async () => {
    await api.stop();
    database.close();
  });

  const batch = (body: object | string) => api.call('POST', BATCH, { key: READ_KEY, body });

  it.each([
    ['no JSON', 'start_date', 400, 'The body is not JSON'],
    ['no object', '7', 400, 'start_date and end_date are required'],
    ['no end', { start_date: '2026-11-01' }, 400, 'start_date and end_date are required'],
    ['a number', { start_date: 20261101, end_date: '2026-11-02' }, 400, 'start_date and end_date are required'],
    ['no day', { start_date: '2026-11-31', end_date: '2026-12-02' }, 400, 'start_date must be a day YYYY-MM-DD'],
    [
      'an end before its start',
      { start_date: '2026-11-02', end_date: '2026-11-01' },
      400,
      'start_date is after end_date',
    ],
    ['32 days', { start_date: '2026-10-01', end_date: '2026-11-01' }, 400, 'A batch has at most 31 days'],
    ['17 kB', ' '.repeat(17 * 1024), 413, 'The body is too large'],
  ])('rejects a batch with %s before it reads anything', async (_, body, status, error) => {
    expect(await batch(body)).toMatchObject({ status, body: { error } });
  });

  it.each(['source', 'restaurant_name', 'start_date', 'end_date'])('rejects %s that is sent twice', async (name) => {
    const path = `/api/v1/getRestaurantStats?source=looker_summary&restaurant_name=a&${name}=1&${name}=2`;
    expect(await api.call('GET', path, { key: READ_KEY })).toMatchObject({
      status: 400,
      body: { error: `${name} was sent more than once` },
    });
  });

  it.each(['//', '//x', '/api/v1/getRestaurantStats/', '/%'])('has no route %s', async (path) => {
    expect((await api.call('GET', path, { key: READ_KEY })).status).toBe(404);
  });

  it(`tells caller ${WRONG_KEYS + 1} with a wrong key when to come again, and still accepts the right key`, async () => {
    const statuses: number[] = [];
    for (let call = 0; call <= WRONG_KEYS; call++) {
      const { status, headers } = await api.call('GET', LIST, { key: `wrong ${call}` });
      statuses.push(status);
      expect(Number(headers.get('retry-after') ?? 0) > 0).toBe(status === 429);
    }
    expect([statuses.slice(0, -1).every((status) => status === 401), statuses.at(-1)]).toEqual([true, 429]);
    expect(await api.call('GET', '/api/v1/getRestaurantStats?source=looker_summary', { key: READ_KEY })).toMatchObject({
      status: 400,
      body: { error: 'restaurant_name is required' },
    });
  });

  it(`accepts ${TRIGGERS} requests to collect in a minute, and none with the read key`, async () => {
    expect((await api.call('POST', '/api/v1/triggerCollection', { key: READ_KEY })).status).toBe(403);
    const statuses: number[] = [];
    for (let call = 0; call <= TRIGGERS; call++) {
      const { status, headers } = await api.call('POST', '/api/v1/triggerCollection', { key: TRIGGER_KEY });
      statuses.push(status);
      expect(Number(headers.get('retry-after') ?? 0) > 0).toBe(status === 429);
    }
    // This server cannot collect.
    expect([statuses.slice(0, -1).every((status) => status === 404), statuses.at(-1)]).toEqual([true, 429]);
  });

  it(`works on ${CONCURRENT} calls at once`, async () => {
    const working = Array.from({ length: CONCURRENT }, () => api.call('GET', LIST, { key: READ_KEY }));
    await database.waitForConnections(CONCURRENT);
    const { status, headers } = await api.call('GET', '/health', { key: '' });
    expect([status, headers.get('retry-after')]).toEqual([429, '1']);
    database.hangUp();
    const responses = await Promise.all(working);
    expect(responses.map((response) => response.status)).toEqual(responses.map(() => 503));
    expect(JSON.stringify(responses)).not.toMatch(/SECRET|reader/);
  });
});

describeOnMysql('the companion API whose user may have one connection', () => {
  it('tells the others to come again', async () => {
    const database = await MysqlTestDatabase.create();
    await database.insert(1, 'Warung');
    for (const host of ['localhost', '127.0.0.1'])
      await database.admin.query(`ALTER USER '${database.name}'@'${host}' WITH MAX_USER_CONNECTIONS 1`);
    const api = await DeliveryApiProcess.start({ DELIVERY_STATS_MYSQL_URL: database.url() });
    const responses = await Promise.all(Array.from({ length: 8 }, () => api.call('GET', LIST, { key: READ_KEY })));
    const statuses = new Set(responses.map(({ status }) => status));
    expect([...statuses].sort()).toEqual([200, 429]);
    for (const { status, headers } of responses) expect(headers.get('retry-after')).toBe(status === 429 ? '1' : null);
    await api.stop();
    await database.drop();
  });
});

describeOnMysql('the companion API on the database of compose.yaml', () => {
  it('reads its tables as a user who may read nothing else', async () => {
    const database = await MysqlTestDatabase.create();
    await database.admin.query('DROP TABLE restaurants, looker_studio_summary');
    const sql = readFileSync(new URL('../../deploy/agency.sql', import.meta.url), 'utf8').replace(/^--.*$/gm, '');
    for (const host of ['localhost', '127.0.0.1']) {
      const user = `'${database.name}'@'${host}'`;
      // As the image does for MARIADB_USER.
      await database.admin.query(`GRANT ALL ON ${database.name}.* TO ${user}`);
      const own = sql
        .replaceAll('CREATE TABLE', 'CREATE TABLE IF NOT EXISTS')
        .replaceAll(/ ON delivery\./g, ` ON ${database.name}.`)
        .replaceAll(`'reader'@'%'`, user);
      for (const statement of own.split(';').filter((text) => text.trim() !== ''))
        await database.admin.query(statement);
    }
    await database.insert(1, 'Warung', [{ stat_date: '2026-11-20', grab_sales: '1.00' }]);
    const api = await DeliveryApiProcess.start({ DELIVERY_STATS_MYSQL_URL: database.url() });
    const path = '/api/v1/getRestaurantStats?source=looker_summary&restaurant_name=Warung';
    expect(await api.call('GET', path, { key: READ_KEY })).toMatchObject({ status: 200, body: { records_count: 1 } });
    const reader = await createConnection({ uri: database.url() });
    await expect(reader.query('DELETE FROM looker_studio_summary')).rejects.toMatchObject({ errno: 1142 });
    await reader.end();
    await api.stop();
    await database.drop();
  });
});

describe('the folder of the state of collections', () => {
  const folder = temporaryFolder();
  const file = join(folder.path, 'a file');
  const settings = {
    DELIVERY_STATS_MYSQL_URL: 'mysql://reader:SECRET@127.0.0.1:9/delivery',
    COLLECT_STATE_DIR: join(file, 'state'),
  };

  beforeAll(() => writeFileSync(file, ''));
  afterAll(() => folder.discard());

  it('is not needed by a server that cannot collect', async () => {
    const api = await DeliveryApiProcess.start(settings);
    expect((await api.call('GET', '/api/v1/collectionStatus')).status).toBe(404);
    expect(await api.stop()).toBe(0);
  });

  it('is missed at the start by one that can', async () => {
    await expect(DeliveryApiProcess.start({ ...settings, COLLECT_COMMAND: '["true"]' })).rejects.toThrow();
  });
});
