import type { MigrationInterface } from 'typeorm';
import { OperationalError } from '../../../domain/index.js';
import { VERSION } from '../../config/index.js';

/**
 * Throws when the replica has a migration that this program does not know. A newer version made it, and this one could write what
 * the newer schema no longer means.
 * @throws OperationalError `newer_replica`
 */
export function assertKnownMigrations(done: readonly string[], known: readonly MigrationInterface[]): void {
  const names = new Set(known.map(migrationName));
  const unknown = done.filter((name) => !names.has(name));
  if (unknown.length === 0) return;
  throw new OperationalError(
    'newer_replica',
    `This replica was opened by a newer version of this program: ${VERSION} does not know its migration ${unknown[0]}. ` +
      'Start the newer version, or restore a backup that was made before it.',
  );
}

/** Returns the name under which TypeORM records a migration. */
export function migrationName(migration: MigrationInterface): string {
  return migration.name ?? migration.constructor.name;
}
