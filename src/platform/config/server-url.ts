/** Why a text is no address, as a rule for a person. It never repeats the text, which may hold a password. */
export interface InvalidUrl {
  readonly problem: string;
}

/**
 * Returns the address of a server. A `%` in the credentials that encodes nothing becomes `%25`, so that every driver decodes them.
 * @param rule what an address of this kind looks like; it is the problem of a text that is no such address.
 */
export function parseServerUrl(text: string, protocol: RegExp, rule: string): URL | InvalidUrl {
  const [, scheme = '', authority = '', rest = ''] = /^([a-z]+:\/\/)([^/?#]*)(.*)$/is.exec(text) ?? [];
  const [path = ''] = rest.split('?');
  if (path.includes('@') || (rest.includes('@') && !authority.includes('@'))) {
    return { problem: 'must not hold "/", "?" or "#" in its user or password: write them as %2F, %3F and %23' };
  }
  const encoded = scheme + authority.replace(/%(?![0-9a-f]{2})/gi, '%25') + rest;
  const url = URL.canParse(encoded) ? new URL(encoded) : null;
  if (!url || !protocol.test(url.protocol)) return { problem: rule };
  try {
    decodeURIComponent(url.username + url.password);
    return url;
  } catch {
    return { problem: 'must not hold a "%" in its user or password that encodes no character: write it as %25' };
  }
}
