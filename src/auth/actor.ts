/** Who does something, as the audit log names them: a user's e-mail, `token:NAME`, `cli` or `system`. */
export interface Actor {
  readonly name: string;
  /** Where the request came from; null for what no request asked for. */
  readonly address: string | null;
}

/** Somebody at this machine's command line. */
export const CLI: Actor = { name: 'cli', address: null };

/** The product itself. */
export const SYSTEM: Actor = { name: 'system', address: null };
