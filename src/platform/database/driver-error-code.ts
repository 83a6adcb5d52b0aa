import { QueryFailedError } from 'typeorm';

/** A failure of the database: a stable code, and a sentence for a person. */
export interface Fault {
  readonly code: string;
  readonly message: string;
}

/** Returns the code that the database driver gave an error, also inside TypeORM's wrapper; null when there is none. */
export function driverErrorCode(error: unknown): string | null {
  const cause: unknown = error instanceof QueryFailedError ? error.driverError : error;
  // Not instanceof Error: a driver makes all its errors in the realm that loaded it first, which need not be this one.
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : null;
  return typeof code === 'string' ? code : null;
}
