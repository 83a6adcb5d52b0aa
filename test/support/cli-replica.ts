import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { cliHere, documentOf } from './cli.js';
import { STABLE_TIMEZONE } from './stable-timezone.js';

interface JsonResult<T> {
  readonly code: number | string;
  readonly document: T;
}

/** A replica file in a folder of its own, which does not exist until a command makes it. */
export class CliReplica {
  readonly folder = mkdtempSync(join(tmpdir(), 'delivery-stats-cli-'));
  readonly file = join(this.folder, 'replica.sqlite');
  /** The environment of the commands. */
  readonly env: Record<string, string>;

  constructor(upstreamUrl: string) {
    this.env = {
      DATABASE_URL: `sqlite:${this.file}`,
      DELIVERY_STATS_API_URL: upstreamUrl,
      BUSINESS_TIMEZONE: STABLE_TIMEZONE,
    };
  }

  /** Removes the folder. */
  discard(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Writes a file with this content to the folder and returns its path. */
  fileWith(name: string, content: string): string {
    writeFileSync(join(this.folder, name), content);
    return join(this.folder, name);
  }

  /** Runs a command with `--json` in this process. */
  async runJson<T = Record<string, unknown>>(...args: string[]): Promise<JsonResult<T>> {
    const response = await cliHere([...args, '--json'], this.env);
    return { code: response.code, document: documentOf(response) as T };
  }

  /** Runs SQL on the file, which no server uses. */
  open<T>(work: (handle: Sqlite.Database) => T): T {
    const handle = new Sqlite(this.file);
    try {
      return work(handle);
    } finally {
      handle.close();
    }
  }
}
