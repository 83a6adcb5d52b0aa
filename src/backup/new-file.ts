import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { UserError } from '../errors.js';

/** @throws UserError when there is something at that path. */
export function refuseToOverwrite(file: string): void {
  if (existsSync(file))
    throw new UserError('file_exists', `${file} exists already and is not overwritten. Name another file.`, 409);
}

/**
 * Makes a file that is there only once it is whole, readable by its owner only. `write` fills the file at the path it is given.
 * @throws UserError `file_exists`.
 */
export async function makeNewFile<T>(file: string, write: (partial: string) => Promise<T>): Promise<T> {
  refuseToOverwrite(file);
  const partial = `${file}.partial`;
  rmSync(partial, { force: true });
  closeSync(openSync(partial, 'wx', 0o600));
  try {
    const result = await write(partial);
    flush(partial);
    refuseToOverwrite(file);
    renameSync(partial, file);
    return result;
  } finally {
    rmSync(partial, { force: true });
  }
}

/** Makes sure that a file's content is on the disk, not only on its way. */
export function flush(file: string): void {
  const descriptor = openSync(file, 'r+');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
