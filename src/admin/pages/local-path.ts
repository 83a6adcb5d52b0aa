const HERE = 'http://here.invalid';

/** A path of this site to go on to; anything that a browser would read as another site, or as no path, becomes `fallback`. */
export function localPath(wanted: unknown, fallback: string): string {
  if (typeof wanted !== 'string' || !/^\/(?![/\\])/.test(wanted) || !URL.canParse(wanted, HERE)) return fallback;
  const url = new URL(wanted, HERE);
  return url.origin === HERE ? url.pathname + url.search + url.hash : fallback;
}
