import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino, type DestinationStream } from 'pino';
import { firstValueFrom } from 'rxjs';
import { SYSTEM } from '../../src/auth/actor.js';
import { TokensService } from '../../src/auth/tokens.service.js';
import type { Role } from '../../src/auth/roles.js';
import { CollectionSignals } from '../../src/collection/collection-signals.js';
import type { CollectionView } from '../../src/collection/collection-view.js';
import type { Clock } from '../../src/config/config.module.js';
import { parseEnvironment } from '../../src/config/environment.js';
import { Database } from '../../src/database/database.js';
import { createLogger } from '../../src/http/logger.js';
import { startServer, type RunningServer } from '../../src/server.js';
import type { RunView } from '../../src/sync/run-view.js';
import { SyncRun } from '../../src/sync/sync-run.entity.js';
import { SyncSignals } from '../../src/sync/sync-signals.js';
import type { UpstreamGate } from '../../src/upstream/upstream-gate.js';
import { databaseIn, portable } from './test-database.js';

/** A clock that stands where a test puts it. */
export class TestClock implements Clock {
  constructor(private instant: Date) {}

  static at(iso: string): TestClock {
    return new TestClock(new Date(iso));
  }

  now(): Date {
    return new Date(this.instant);
  }

  set(iso: string): void {
    this.instant = new Date(iso);
  }
}

export interface TestServerOptions {
  readonly env?: Record<string, string>;
  readonly clock?: Clock | undefined;
  readonly gate?: UpstreamGate | undefined;
  /** The replica's folder; kept by {@link TestServer.stop} when it was given. */
  readonly folder?: string;
  readonly log?: DestinationStream;
}

/** An answer as a client sees it. */
export interface Answer<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

export interface CallOptions {
  readonly body?: unknown;
  readonly role?: Role | undefined;
  readonly signal?: AbortSignal;
}

/** The whole product on a free port and a replica of its own, with a token for each role. */
export class TestServer {
  private readonly tokens = new Map<Role, string>();

  private constructor(
    readonly server: RunningServer,
    readonly folder: string,
    private readonly keep: boolean,
  ) {}

  static async start({ env = {}, clock, gate, folder, log }: TestServerOptions = {}): Promise<TestServer> {
    const home = folder ?? mkdtempSync(join(tmpdir(), 'delivery-stats-'));
    const config = parseEnvironment({
      PORT: '0',
      DATABASE_URL: await databaseIn(home),
      SYNC_CRON: 'off',
      SYNC_RETRY_BASE_MS: '1',
      ADMIN_PASSWORD: 'a good password',
      LOG_PRETTY: 'false',
      ...env,
    });
    const logger = log ? createLogger(config, { stream: log }) : pino({ level: 'silent' });
    const server = await startServer(config, logger, { clock, gate });
    // Else what a test does first may come before the start-up run is decided on.
    if (config.database.kind === 'postgres') await server.begun;
    return new TestServer(server, home, folder !== undefined);
  }

  /** Closes the server and removes its replica, unless the folder was given. */
  async stop(): Promise<void> {
    await this.server.close();
    if (!this.keep) rmSync(this.folder, { recursive: true, force: true });
  }

  get database(): Database {
    return this.server.app.get(Database);
  }

  async token(role: Role): Promise<string> {
    let token = this.tokens.get(role);
    if (!token) {
      token = (await this.server.app.get(TokensService).create({ name: `test ${role}`, role }, SYSTEM)).token;
      this.tokens.set(role, token);
    }
    return token;
  }

  /** Calls `/api/v1` + path as an admin unless told otherwise; the body is parsed when it is JSON. */
  async call<T = unknown>(method: string, path: string, body?: unknown, role: Role = 'admin'): Promise<Answer<T>> {
    return this.request<T>(method, `/api/v1${path}`, { body, role });
  }

  /** Calls any path, anonymously unless a role is given; redirects are not followed. */
  async request<T = unknown>(
    method: string,
    path: string,
    { body, role, signal }: CallOptions = {},
  ): Promise<Answer<T>> {
    const response = await fetch(`${this.server.url}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(role && { authorization: `Bearer ${await this.token(role)}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    });
    const text = await response.text();
    const parsed: unknown = response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text;
    return { status: response.status, headers: response.headers, body: parsed as T };
  }

  get<T = unknown>(path: string): Promise<Answer<T>> {
    return this.call<T>('GET', path);
  }

  post<T = unknown>(path: string, body?: unknown): Promise<Answer<T>> {
    return this.call<T>('POST', path, body);
  }

  /** Adds a client without a sync of its own and answers its id. */
  async addClient(name: string, fields: Record<string, unknown> = {}): Promise<number> {
    const { body } = await this.post<{ id: number }>('/clients', { name, status: 'paused', ...fields });
    if (fields.status === undefined) await this.call('PATCH', `/clients/${body.id}`, { status: 'active' });
    return body.id;
  }

  /** Resolves with the view of the next run that ends. */
  runEnds(): Promise<RunView> {
    return firstValueFrom(this.server.app.get(SyncSignals).runEnded);
  }

  /** Resolves with the view of the run that the start of the server made or took up, when it has ended or when it ends. */
  async firstRunEnds(): Promise<RunView> {
    const ends = this.runEnds();
    const [newest] = await this.database.read((tx) => tx.find(SyncRun, { order: { id: 'DESC' }, take: 1 }));
    if (!newest?.finishedAt) return ends;
    return (await this.get<RunView>(`/sync/runs/${newest.id}`)).body;
  }

  /** Starts a run and waits for its end. */
  async sync(request: object = {}): Promise<RunView> {
    const ended = this.runEnds();
    const { status, body } = await this.post('/sync', request);
    if (status !== 202) throw new Error(`The run was not started: ${status} ${JSON.stringify(body)}`);
    return ended;
  }

  /** Resolves with the next collection that ends. */
  collectionEnds(): Promise<CollectionView> {
    return firstValueFrom(this.server.app.get(CollectionSignals).ended);
  }

  /** Has upstream collect and waits for the end. */
  async collect(request: object = {}): Promise<CollectionView> {
    const ended = this.collectionEnds();
    const { status, body } = await this.post('/collection', request);
    if (status !== 202) throw new Error(`The collection was not asked for: ${status} ${JSON.stringify(body)}`);
    return ended;
  }

  /** Rows of a table or a query, straight from the replica. */
  rows<T>(sql: string, parameters: (string | number)[] = []): Promise<T[]> {
    return this.database.read((tx) => tx.query<T[]>(portable(sql), parameters));
  }
}
