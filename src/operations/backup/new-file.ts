import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { UserError } from '../../domain/index.js';

/** @throws UserError `file_exists` when there is a file or folder at that path. */
export function assertFileAbsent(file: string): void {
  if (existsSync(file))
    throw new UserError('file_exists', `${file} exists already and is not overwritten. Name another file.`, 409);
}

/**
 * Creates a file with mode 0600 that appears under its name only when it is complete. `write` fills the file at the path that it
 * receives; returns the result of `write`.
 * @throws UserError `file_exists`.
 */
export async function createNewFile<T>(file: string, write: (partial: string) => Promise<T>): Promise<T> {
  assertFileAbsent(file);
  const partial = `${file}.partial`;
  rmSync(partial, { force: true });
  closeSync(openSync(partial, 'wx', 0o600));
  try {
    const result = await write(partial);
    flushToDisk(partial);
    assertFileAbsent(file);
    renameSync(partial, file);
    return result;
  } finally {
    rmSync(partial, { force: true });
  }
}

/** Returns once the content of a file is on the disk (fsync). */
export function flushToDisk(file: string): void {
  const descriptor = openSync(file, 'r+');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
