import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { basename, extname, join } from 'node:path';

const WHOLE = /^\d{4}-\d\d-\d\dT\d{6}Z\.sqlite$/;
const LEFT = /^\d{4}-\d\d-\d\dT\d{6}Z\.sqlite\.partial(-journal|-wal|-shm)?$/;

/** Where the scheduled backups of a replica are kept, named after its file and when they were begun. Other files are let be. */
export class BackupFolder {
  private readonly prefix: string;

  constructor(
    private readonly path: string,
    replicaFile: string,
  ) {
    this.prefix = `${basename(replicaFile, extname(replicaFile))}-`;
  }

  /** The file for a backup that is begun now, in a folder that is there. */
  fileAt(now: Date): string {
    mkdirSync(this.path, { recursive: true, mode: 0o700 });
    const second = `${now.toISOString().slice(0, 19).replaceAll(':', '')}Z`;
    return join(this.path, `${this.prefix}${second}.sqlite`);
  }

  /** Removes all but the newest backups. */
  prune(keep: number): void {
    for (const name of this.ours(WHOLE).sort().reverse().slice(keep)) rmSync(join(this.path, name));
  }

  /** Removes what is left of backups that were broken off. */
  clear(): void {
    for (const name of this.ours(LEFT)) rmSync(join(this.path, name), { force: true });
  }

  private ours(shape: RegExp): string[] {
    return readdirSync(this.path).filter(
      (name) => name.startsWith(this.prefix) && shape.test(name.slice(this.prefix.length)),
    );
  }
}
