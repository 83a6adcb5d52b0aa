import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { basename, extname, join } from 'node:path';

const COMPLETE_NAME = /^\d{4}-\d\d-\d\dT\d{6}Z\.sqlite$/;
const PARTIAL_NAME = /^\d{4}-\d\d-\d\dT\d{6}Z\.sqlite\.partial(-journal|-wal|-shm)?$/;

/**
 * The folder of the scheduled backups of a replica. A backup is named after the replica's file and the UTC second in which it
 * began. Other files in the folder are never touched.
 */
export class BackupFolder {
  private readonly prefix: string;

  constructor(
    private readonly path: string,
    replicaFile: string,
  ) {
    this.prefix = `${basename(replicaFile, extname(replicaFile))}-`;
  }

  /** Creates the folder and returns the path of a backup that begins at `now`. */
  fileAt(now: Date): string {
    mkdirSync(this.path, { recursive: true, mode: 0o700 });
    const second = `${now.toISOString().slice(0, 19).replaceAll(':', '')}Z`;
    return join(this.path, `${this.prefix}${second}.sqlite`);
  }

  /** Deletes all but the `keep` newest backups. */
  prune(keep: number): void {
    for (const name of this.listMatching(COMPLETE_NAME).sort().reverse().slice(keep)) rmSync(join(this.path, name));
  }

  /** Deletes the partial files of backups that were interrupted. */
  deletePartial(): void {
    for (const name of this.listMatching(PARTIAL_NAME)) rmSync(join(this.path, name), { force: true });
  }

  private listMatching(pattern: RegExp): string[] {
    return readdirSync(this.path).filter(
      (name) => name.startsWith(this.prefix) && pattern.test(name.slice(this.prefix.length)),
    );
  }
}
