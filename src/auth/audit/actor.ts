/** Who performs an action, as the audit log names them: a user's e-mail, `token:NAME`, `cli` or `system`. */
export interface Actor {
  readonly name: string;
  /** The IP address of the request; null when there was no request. */
  readonly address: string | null;
}

/** A person at the command line of this machine. */
export const CLI: Actor = { name: 'cli', address: null };

/** The product itself. */
export const SYSTEM: Actor = { name: 'system', address: null };
