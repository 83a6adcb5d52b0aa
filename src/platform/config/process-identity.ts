import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';

/** Identifies a running server as the owner of leases. Another start never has the same id, even with the same process id. */
export class ProcessIdentity {
  /** Host, process id and a random part, so that a person finds the process of a lease. */
  readonly id = `${hostname()}:${process.pid}:${randomUUID()}`;
}
