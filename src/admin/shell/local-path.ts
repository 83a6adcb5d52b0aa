const BASE_URL = 'http://here.invalid';

/** Returns a path of this site to redirect to, or `fallback` for anything that a browser would read as another site or as no path. */
export function localPath(path: unknown, fallback: string): string {
  if (typeof path !== 'string' || !/^\/(?![/\\])/.test(path) || !URL.canParse(path, BASE_URL)) return fallback;
  const url = new URL(path, BASE_URL);
  // Dots are resolved only now: `/.//host` has become `//host`, which names another site.
  const local = url.pathname + url.search + url.hash;
  return url.origin === BASE_URL && !local.startsWith('//') ? local : fallback;
}
