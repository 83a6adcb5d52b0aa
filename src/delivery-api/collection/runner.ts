import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { countChanged, readEvidence } from './evidence.js';
import { CollectionState, MARK, type Result } from './state.js';
import type { Settings } from '../environment.js';
import { addDays, dayAt } from '../../domain/index.js';
import type { MysqlReader } from '../../upstream/mysql/index.js';

/** A collection takes 15 minutes at most. A script that does not end when it is asked to is killed 10 seconds later. */
const LIMITS = { maxMs: 15 * 60_000, killAfterMs: 10_000 };
const MAX_LOG_BYTES = 1_000_000;
/** The variables of the server that the script sees. Keys and passwords of this API are not among them. */
const PASSED_ON = ['PATH', 'HOME', 'USER', 'LOGNAME', 'SHELL', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'NODE_ENV'];
const TIME_ZONE = 'Asia/Makassar';

/** Runs one collection to its end, in a process of its own that outlives the API. The lock of the collection exists already. */
export async function runCollection(
  id: string,
  { collect }: Pick<Settings, 'collect'>,
  reader: MysqlReader,
  environment: Readonly<Record<string, string | undefined>>,
  limits = LIMITS,
): Promise<void> {
  const state = new CollectionState(collect.stateDir);
  const lock = state.readLock();
  if (lock?.id !== id || !collect.command) return;
  const today = dayAt(new Date(), TIME_ZONE);
  const window = { from: addDays(today, -3), to: today };
  const signal = new AbortController().signal;
  const before = await readEvidence(reader, window, signal);
  const script = { cwd: collect.cwd, id, logFile: state.logFile, environment, ...limits };
  const end = await runScript(collect.command, script);
  const changed = end === 'succeeded' ? countChanged(before, await readEvidence(reader, window, signal)) : null;
  state.finish({
    id,
    startedAt: lock.startedAt,
    completedAt: new Date().toISOString(),
    outcome: end === 'succeeded' ? judge(changed) : end,
    restaurantsUpdated: changed,
  });
}

function judge(changed: number | null): Result['outcome'] {
  if (changed === null) return 'unread';
  return changed > 0 ? 'succeeded' : 'unchanged';
}

interface Script {
  readonly cwd: string | undefined;
  readonly id: string;
  readonly logFile: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly maxMs: number;
  readonly killAfterMs: number;
}

/** Runs the script in a process group of its own and ends the whole group when it ends or takes too long. Its output goes to the log only. */
function runScript(
  [program = '', ...args]: readonly string[],
  { cwd, id, logFile, environment, maxMs, killAfterMs }: Script,
): Promise<'succeeded' | 'failed' | 'timed_out'> {
  const env = Object.fromEntries(
    PASSED_ON.flatMap((name) => (environment[name] === undefined ? [] : [[name, environment[name]]])),
  );
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      ...(cwd !== undefined && { cwd }),
      env: { ...env, [MARK]: id },
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const log = createWriteStream(logFile, { mode: 0o600 });
    let written = 0;
    const keep = (bytes: Buffer) => {
      if (written < MAX_LOG_BYTES) log.write(bytes.subarray(0, MAX_LOG_BYTES - written));
      written += bytes.length;
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    let isLate = false;
    let killTimer: NodeJS.Timeout | undefined;
    const timer = setTimeout(() => {
      isLate = true;
      signalGroup(child.pid, 'SIGTERM');
      killTimer = setTimeout(() => signalGroup(child.pid, 'SIGKILL'), killAfterMs);
    }, maxMs);
    const end = (outcome: 'succeeded' | 'failed') => {
      clearTimeout(timer);
      clearTimeout(killTimer);
      // Nothing of the group may go on beside the next collection.
      signalGroup(child.pid, 'SIGKILL');
      log.end(() => resolve(isLate ? 'timed_out' : outcome));
    };
    child.once('error', () => end('failed'));
    child.once('exit', (code) => end(code === 0 ? 'succeeded' : 'failed'));
  });
}

function signalGroup(pid: number | undefined, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // The group has ended.
  }
}
