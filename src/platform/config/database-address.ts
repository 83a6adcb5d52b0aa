import { parseServerUrl, type InvalidUrl } from './server-url.js';

/** The address of the replica. The URL may hold a password. */
export type DatabaseAddress =
  { readonly kind: 'sqlite'; readonly file: string } | { readonly kind: 'postgres'; readonly url: string };

const RULE = 'must be sqlite:PATH or postgres://USER:PASSWORD@HOST:PORT/DATABASE';

/** Returns the address that `DATABASE_URL` names, or the rule that it breaks. */
export function parseDatabaseUrl(value: string): DatabaseAddress | InvalidUrl {
  const file = /^sqlite:(?:\/\/(?=\/))?(.+)/.exec(value)?.[1];
  if (file !== undefined) return { kind: 'sqlite', file };
  const url = parseServerUrl(value, /^postgres(ql)?:$/, RULE);
  if ('problem' in url) return url;
  return url.pathname.length > 1 ? { kind: 'postgres', url: url.href } : { problem: RULE };
}
