/** Where the replica lives. The URL holds a password. */
export type DatabaseAddress =
  { readonly kind: 'sqlite'; readonly file: string } | { readonly kind: 'postgres'; readonly url: string };

/** `DATABASE_URL` as it is meant; null when it names no database we know. */
export function databaseOf(value: string): DatabaseAddress | null {
  const file = /^sqlite:(?:\/\/(?=\/))?(.+)/.exec(value)?.[1];
  if (file !== undefined) return { kind: 'sqlite', file };
  const url = URL.canParse(value) ? new URL(value) : null;
  const named = url && /^postgres(ql)?:$/.test(url.protocol) && url.pathname.length > 1;
  return named ? { kind: 'postgres', url: url.href } : null;
}
