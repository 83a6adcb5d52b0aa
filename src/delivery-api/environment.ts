import { z } from 'zod';
import { integer, mysqlUrl, tableName, type MysqlSettings } from '../platform/config/index.js';

const KEY_RULE = 'must have at least 16 characters';
const COMMAND_RULE = 'must be a JSON array of texts, e.g. ["node", "collect.js"]';
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/i;

const command = z.string().transform((text, context) => {
  const parsed = z.array(z.string().min(1)).min(1).safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  context.addIssue({ code: 'custom', message: COMMAND_RULE });
  return z.NEVER;
});

/** The variables of the companion API. docs/DELIVERY-API.md describes them. */
const Environment = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: integer(0, 65_535).default(3100),
  DELIVERY_STATS_MYSQL_URL: mysqlUrl,
  DELIVERY_STATS_MYSQL_TABLE: tableName.default('looker_studio_summary'),
  DELIVERY_STATS_MYSQL_RESTAURANTS: tableName.default('restaurants'),
  API_READ_KEY: z.string().min(16, KEY_RULE).optional(),
  API_TRIGGER_KEY: z.string().min(16, KEY_RULE).optional(),
  COLLECT_COMMAND: command.optional(),
  COLLECT_CWD: z.string().min(1).optional(),
  COLLECT_STATE_DIR: z.string().min(1).default('./collect-state'),
  LOG_LEVEL: z.enum(['error', 'info', 'silent']).default('info'),
});

/** The checked settings of the companion API. */
export interface Settings {
  readonly host: string;
  readonly port: number;
  readonly mysql: MysqlSettings;
  readonly readKey: string | undefined;
  readonly triggerKey: string | undefined;
  readonly logLevel: 'error' | 'info' | 'silent';
  readonly collect: {
    /** The program and its arguments; undefined when this server cannot collect. */
    readonly command: readonly string[] | undefined;
    readonly cwd: string | undefined;
    readonly stateDir: string;
  };
}

/** @throws Error with one line for each invalid variable. */
export function parseSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = Environment.safeParse(given);
  const problems = parsed.success ? [] : parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
  if (parsed.data) problems.push(...findMissingKeys(parsed.data));
  if (!parsed.success || problems.length > 0) throw new Error(problems.join('\n'));
  const env = parsed.data;
  return {
    host: env.HOST,
    port: env.PORT,
    mysql: {
      ...env.DELIVERY_STATS_MYSQL_URL,
      table: env.DELIVERY_STATS_MYSQL_TABLE,
      restaurants: env.DELIVERY_STATS_MYSQL_RESTAURANTS,
    },
    readKey: env.API_READ_KEY,
    triggerKey: env.API_TRIGGER_KEY,
    logLevel: env.LOG_LEVEL,
    collect: { command: env.COLLECT_COMMAND, cwd: env.COLLECT_CWD, stateDir: env.COLLECT_STATE_DIR },
  };
}

function findMissingKeys({
  HOST,
  API_READ_KEY,
  API_TRIGGER_KEY,
  COLLECT_COMMAND,
}: z.output<typeof Environment>): string[] {
  const problems: string[] = [];
  const isLoopback = LOOPBACK.test(HOST);
  if (!isLoopback && !API_READ_KEY) problems.push('API_READ_KEY is required, because HOST is not a loopback address');
  if (COLLECT_COMMAND && !API_TRIGGER_KEY && (!isLoopback || API_READ_KEY)) {
    const why = isLoopback ? 'API_READ_KEY starts no collection' : 'HOST is not a loopback address';
    problems.push(`API_TRIGGER_KEY is required with COLLECT_COMMAND, because ${why}`);
  }
  return problems;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
