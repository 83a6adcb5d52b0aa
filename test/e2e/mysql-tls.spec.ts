import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { cliProcess, documentOf } from '../support/cli.js';
import { describeWithTlsDatabase, TlsDatabase } from '../support/tls-database.js';
import { temporaryFolder } from '../support/test-replica.js';

const ENCRYPTED = /^MariaDB [\d.]+, encrypted$/;
const UNKNOWN_AUTHORITY = /authority that this machine does not know.*NODE_EXTRA_CA_CERTS/;
const EXPIRED = /certificate of the database has expired/;
const OTHER_NAME = /certificate of the database is for another host.*DELIVERY_STATS_MYSQL_URL/;

describeWithTlsDatabase('an encrypted connection to MySQL', () => {
  const folder = temporaryFolder();
  let database: TlsDatabase;
  let otherAuthority: string;

  beforeAll(async () => {
    database = await TlsDatabase.start();
    otherAuthority = database.createOtherAuthority();
  });

  afterAll(async () => {
    await database.stop();
    folder.discard();
  });

  /** Returns what doctor says of the database. Node reads NODE_EXTRA_CA_CERTS when a process starts. */
  async function examine(host: string, authority: string | null): Promise<string | undefined> {
    const result = await cliProcess(['doctor', '--json'], {
      DATABASE_URL: `sqlite:${join(folder.path, 'replica.sqlite')}`,
      DELIVERY_STATS_MYSQL_URL: database.url(host),
      SYNC_ATTEMPTS: '1',
      ...(authority !== null && { NODE_EXTRA_CA_CERTS: authority }),
    });
    const { checks } = documentOf(result) as { checks: { name: string; message: string }[] };
    return checks.find(({ name }) => name === 'mysql')?.message;
  }

  it('is accepted when a known authority signed a certificate for the host', async () => {
    await database.setCertificate('DNS:localhost');
    expect(await examine('localhost', database.authority)).toMatch(ENCRYPTED);
  });

  it('is refused when no known authority signed the certificate', async () => {
    await database.setCertificate('DNS:localhost');
    expect(await examine('localhost', null)).toMatch(UNKNOWN_AUTHORITY);
    expect(await examine('localhost', otherAuthority)).toMatch(UNKNOWN_AUTHORITY);
  });

  it('is refused when the certificate is for another host', async () => {
    await database.setCertificate('DNS:db.example.com');
    expect(await examine('localhost', database.authority)).toMatch(OTHER_NAME);
  });

  it('is refused when the certificate has expired', async () => {
    await database.setCertificate('DNS:localhost', -1);
    expect(await examine('localhost', database.authority)).toMatch(EXPIRED);
  });

  it('is checked against an address as against a name', async () => {
    await database.setCertificate('DNS:localhost');
    expect(await examine('127.0.0.1', database.authority)).toMatch(OTHER_NAME);
    await database.setCertificate('IP:127.0.0.1');
    expect(await examine('127.0.0.1', database.authority)).toMatch(ENCRYPTED);
  });
});
