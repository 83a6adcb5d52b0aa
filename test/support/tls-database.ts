import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe } from '@jest/globals';
import { createConnection, type Connection } from 'mysql2/promise';
import { METRICS } from '../../src/domain/metrics.js';
import { freePort } from './free-port.js';

const isInstalled = ['mariadbd', 'mariadb-install-db', 'openssl'].every(
  (program) => !spawnSync(program, ['--help'], { stdio: 'ignore' }).error,
);

/** Declares a suite as `describe` does. The run reports it as skipped where MariaDB or openssl is not installed. */
export const describeWithTlsDatabase = isInstalled ? describe : describe.skip;

/** A MariaDB of its own that encrypts, with certificates of an authority of its own. */
export class TlsDatabase {
  private admin: Connection | null = null;

  private constructor(
    private readonly folder: string,
    private readonly port: number,
    private readonly process: ChildProcess,
  ) {}

  /** Starts it with the tables of the agency's server, which are empty, and resolves when it accepts connections. */
  static async start(): Promise<TlsDatabase> {
    const folder = mkdtempSync(join(tmpdir(), 'delivery-tls-'));
    const file = (name: string) => join(folder, name);
    const user = userInfo().username;
    openssl(folder, ['req', '-x509', ...KEY, 'ca.key', '-out', 'ca.pem', '-days', '2', '-subj', '/CN=Test authority']);
    certify(folder, 'DNS:localhost');
    mkdirSync(file('data'));
    execFileSync('mariadb-install-db', [
      '--no-defaults',
      `--user=${user}`,
      `--datadir=${file('data')}`,
      '--skip-test-db',
      '--auth-root-authentication-method=normal',
    ]);
    const port = await freePort();
    const server = spawn(
      'mariadbd',
      [
        '--no-defaults',
        `--user=${user}`,
        `--datadir=${file('data')}`,
        `--socket=${file('socket')}`,
        `--port=${port}`,
        '--bind-address=127.0.0.1',
        '--skip-name-resolve',
        '--innodb-buffer-pool-size=16M',
        `--ssl-ca=${file('ca.pem')}`,
        `--ssl-cert=${file('server.pem')}`,
        `--ssl-key=${file('server.key')}`,
      ],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    for await (const line of createInterface(server.stderr)) if (line.includes('ready for connections')) break;
    server.stderr.resume();
    const database = new TlsDatabase(folder, port, server);
    const admin = await createConnection({ socketPath: file('socket'), user: 'root' });
    await admin.query('CREATE DATABASE delivery');
    const metrics = METRICS.map(
      ({ upstreamField, kind }) => `${upstreamField} ${kind === 'money' ? 'DECIMAL(15,2)' : 'INT'}`,
    );
    const columns = ['restaurant_id INT', 'stat_date DATE', ...metrics];
    await admin.query(`CREATE TABLE delivery.looker_studio_summary (${columns.join(', ')})`);
    await admin.query('CREATE TABLE delivery.restaurants (id INT PRIMARY KEY, name VARCHAR(255))');
    await admin.query(`CREATE USER 'reader'@'127.0.0.1' IDENTIFIED BY 'word' REQUIRE SSL`);
    await admin.query(`GRANT SELECT ON delivery.* TO 'reader'@'127.0.0.1'`);
    database.admin = admin;
    return database;
  }

  /** The file of the authority that signed its certificates. */
  get authority(): string {
    return join(this.folder, 'ca.pem');
  }

  /** Its address under one of its names. */
  url(host: string): string {
    return `mysql://reader:word@${host}:${this.port}/delivery?tls=required`;
  }

  /** Gives it a certificate of these names: `DNS:db.example.com` or `IP:127.0.0.1`. A negative number of days makes an expired one. */
  async setCertificate(names: string, days = 2): Promise<void> {
    certify(this.folder, names, days);
    await this.admin?.query('FLUSH SSL');
  }

  /** Makes an authority that signed nothing here. Returns its file. */
  createOtherAuthority(): string {
    const subject = ['-days', '2', '-subj', '/CN=Other authority'];
    openssl(this.folder, ['req', '-x509', ...KEY, 'other.key', '-out', 'other.pem', ...subject]);
    return join(this.folder, 'other.pem');
  }

  async stop(): Promise<void> {
    await this.admin?.end();
    const exited = new Promise((resolve) => this.process.once('exit', resolve));
    this.process.kill('SIGKILL');
    await exited;
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout'];

function certify(folder: string, names: string, days = 2): void {
  openssl(folder, ['req', ...KEY, 'server.key', '-out', 'server.csr', '-subj', '/CN=A database']);
  writeFileSync(join(folder, 'names'), `subjectAltName=${names}`);
  const signed = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', String(days), '-extfile', 'names'];
  openssl(folder, ['x509', '-req', '-in', 'server.csr', '-out', 'server.pem', ...signed]);
  chmodSync(join(folder, 'server.key'), 0o600);
}

function openssl(folder: string, parameters: string[]): void {
  execFileSync('openssl', parameters, { cwd: folder, stdio: 'pipe' });
}
