import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino, type DestinationStream } from 'pino';
import createClient, { type Client } from 'openapi-fetch';
import { firstValueFrom } from 'rxjs';
import { SYSTEM } from '../../src/auth/audit/actor.js';
import { ApiTokensService } from '../../src/auth/api-tokens/api-tokens.service.js';
import type { TokenRole } from '../../src/auth/access/roles.js';
import type { ScryptCost } from '../../src/auth/users/passwords.js';
import { CollectionEnded } from '../../src/collection/collection.events.js';
import type { CollectionDto } from '../../src/collection/collection.dto.js';
import type { ApiPaths } from '../../src/platform/http/index.js';
import type { Clock } from '../../src/platform/config/index.js';
import { parseEnvironment } from '../../src/platform/config/environment.js';
import { Database } from '../../src/platform/database/database.js';
import { createLogger } from '../../src/platform/logging/logger.js';
import { startServer, type RunningServer } from '../../src/server.js';
import type { RunDto } from '../../src/sync/runs/run.dto.js';
import { SyncRun } from '../../src/sync/runs/sync-run.entity.js';
import { DomainEvents } from '../../src/platform/events/domain-events.js';
import { RunEnded } from '../../src/sync/sync.events.js';
import type { AdaptiveRateLimiter } from '../../src/upstream/limiter/adaptive-rate-limiter.js';
import type { ApiBody, ApiRequestBody, ApiResponseBody, WithDayTexts } from './api-bodies.js';
import { BUILD_FOLDER } from './build-folder.js';
import { databaseIn, portable, releaseDatabaseOf } from './test-database.js';

/** A password hash at the product's cost takes about 100 ms of a core, and tests make hundreds of them. */
const CHEAP_PASSWORD_HASH: ScryptCost = { N: 16, r: 8, p: 1 };

/** A clock that stays at the time that a test sets. */
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

export interface TestAppOptions {
  readonly env?: Record<string, string>;
  readonly clock?: Clock | undefined;
  readonly gate?: AdaptiveRateLimiter | undefined;
  /** Folder of the replica. {@link TestApp.stop} keeps a folder that was given. */
  readonly folder?: string;
  readonly log?: DestinationStream;
}

/** An HTTP response with its body parsed. */
export interface TestResponse<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

export interface CallOptions {
  readonly body?: unknown;
  readonly role?: TokenRole | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** Starts the whole product on a free port, with a replica of its own on the database of the jest project. */
export async function createTestApp({ env = {}, clock, gate, folder, log }: TestAppOptions = {}): Promise<TestApp> {
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
  const server = await startServer(config, logger, {
    clock,
    rateLimiter: gate,
    passwordHashCost: CHEAP_PASSWORD_HASH,
    buildFolder: BUILD_FOLDER,
  });
  // Without this wait the first step of a test may come before the start-up run is planned.
  await server.backgroundStarted;
  return new TestApp(server, home, folder !== undefined);
}

/** Starts the product, does `work` with it and stops it. */
export async function withTestApp<T>(options: TestAppOptions, work: (app: TestApp) => Promise<T>): Promise<T> {
  const app = await createTestApp(options);
  try {
    return await work(app);
  } finally {
    await app.stop();
  }
}

/** A running product with a token for each role. {@link createTestApp} starts it. */
export class TestApp {
  /** The API for an admin, as a client that was generated from the OpenAPI document calls it. */
  readonly api: Client<ApiPaths>;
  private readonly tokens = new Map<TokenRole, string>();

  constructor(
    readonly server: RunningServer,
    readonly folder: string,
    private readonly keepsFolder: boolean,
  ) {
    this.api = createClient<ApiPaths>({
      baseUrl: server.url,
      fetch: async (request) => {
        request.headers.set('authorization', `Bearer ${await this.token('admin')}`);
        return fetch(request);
      },
    });
  }

  /** Closes the server and removes its replica, unless the folder was given. */
  async stop(): Promise<void> {
    await this.server.close();
    if (this.keepsFolder) return;
    rmSync(this.folder, { recursive: true, force: true });
    await releaseDatabaseOf(this.folder);
  }

  get database(): Database {
    return this.server.app.get(Database);
  }

  async token(role: TokenRole): Promise<string> {
    let token = this.tokens.get(role);
    if (!token) {
      token = (await this.server.app.get(ApiTokensService).create({ name: `test ${role}`, role }, SYSTEM)).token;
      this.tokens.set(role, token);
    }
    return token;
  }

  /**
   * Calls `/api/v1` + path, as an admin by default. Parses a JSON body. The types of both bodies are those of the OpenAPI document,
   * unless the test names another response, e.g. a problem. A body that the document does not allow leaves the response unknown.
   */
  async call<const Method extends string, const Path extends string>(
    method: Method,
    path: Path,
    body?: ApiBody<Method, Path>,
    role?: TokenRole,
  ): Promise<TestResponse<ApiResponseBody<Method, Path>>>;
  async call<T>(method: string, path: string, body?: unknown, role?: TokenRole): Promise<TestResponse<T>>;
  async call<T>(method: string, path: string, body?: unknown, role: TokenRole = 'admin'): Promise<TestResponse<T>> {
    return this.request<T>(method, `/api/v1${path}`, { body, role });
  }

  /** Calls any path, without a token unless a role is given. Follows no redirect. */
  async request<T = unknown>(
    method: string,
    path: string,
    { body, role, headers, signal }: CallOptions = {},
  ): Promise<TestResponse<T>> {
    const response = await fetch(`${this.server.url}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(role && { authorization: `Bearer ${await this.token(role)}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    });
    const text = await response.text();
    const parsed: unknown = response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text;
    return { status: response.status, headers: response.headers, body: parsed as T };
  }

  /** As {@link call}. */
  get<const Path extends string>(path: Path): Promise<TestResponse<ApiResponseBody<'get', Path>>>;
  get<T>(path: string): Promise<TestResponse<T>>;
  get<T>(path: string): Promise<TestResponse<T>> {
    return this.call<T>('GET', path);
  }

  /** As {@link call}. */
  post<const Path extends string>(
    path: Path,
    body?: ApiBody<'post', Path>,
  ): Promise<TestResponse<ApiResponseBody<'post', Path>>>;
  post<T>(path: string, body?: unknown): Promise<TestResponse<T>>;
  post<T>(path: string, body?: unknown): Promise<TestResponse<T>> {
    return this.call<T>('POST', path, body);
  }

  /** Adds a client without a sync of its own and returns its id. */
  async addClient(
    name: string,
    fields: WithDayTexts<Partial<ApiRequestBody<'/api/v1/clients'>>> = {},
  ): Promise<number> {
    const body = { name, status: 'paused', ...fields } as ApiRequestBody<'/api/v1/clients'>;
    const { id } = dataOf(await this.api.POST('/api/v1/clients', { body }));
    if (fields.status === undefined) {
      dataOf(await this.api.PATCH('/api/v1/clients/{id}', { params: { path: { id } }, body: { status: 'active' } }));
    }
    return id;
  }

  /** Resolves with the next run that ends. */
  nextRunEnd(): Promise<RunDto> {
    return firstValueFrom(this.server.app.get(DomainEvents).on(RunEnded));
  }

  /** Resolves with the run that the start of the server planned or resumed, once that run has ended. */
  async startupRunEnd(): Promise<RunDto> {
    const ends = this.nextRunEnd();
    const [newest] = await this.database.read((tx) => tx.find(SyncRun, { order: { id: 'DESC' }, take: 1 }));
    if (!newest?.finishedAt) return ends;
    return dataOf(await this.api.GET('/api/v1/sync/runs/{id}', { params: { path: { id: newest.id } } }));
  }

  /** Starts a run and resolves with it when it has ended. */
  async sync(request: WithDayTexts<ApiRequestBody<'/api/v1/sync'>> = {}): Promise<RunDto> {
    const ended = this.nextRunEnd();
    const body = request as ApiRequestBody<'/api/v1/sync'>;
    const { created } = dataOf(await this.api.POST('/api/v1/sync', { body }));
    if (!created) throw new Error('A run was active already');
    return ended;
  }

  /** Resolves with the next collection that ends. */
  nextCollectionEnd(): Promise<CollectionDto> {
    return firstValueFrom(this.server.app.get(DomainEvents).on(CollectionEnded));
  }

  /** Starts a collection and resolves with it when it has ended. */
  async collect(request: ApiRequestBody<'/api/v1/collection'> = {}): Promise<CollectionDto> {
    const ended = this.nextCollectionEnd();
    const { created } = dataOf(await this.api.POST('/api/v1/collection', { body: request }));
    if (!created) throw new Error('A collection was active already');
    return ended;
  }

  /** Returns the rows of a query on the replica's database. */
  rows<T>(sql: string, parameters: (string | number)[] = []): Promise<T[]> {
    return this.database.read((tx) => tx.query<T[]>(portable(sql), parameters));
  }
}

/** Returns the data of a response. @throws Error with the problem of a response that is no success. */
function dataOf<Data>({ data, error, response }: { data?: Data; error?: unknown; response: Response }): Data {
  if (response.ok) return data as Data;
  throw new Error(`${response.status} ${JSON.stringify(error)}`);
}
