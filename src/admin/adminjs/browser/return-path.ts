/** Pages of AdminJS lead back by themselves, and nobody came from a login on purpose. */
const NOT_RETURNED_TO = /^\/admin\/(resources|login|confirm|invitation)(\/|$)/;

const openedPath = location.pathname;
const openedFrom = document.referrer;

/**
 * Returns the page of ours from which a person opened this form, with its state: they return to it after saving. Null when they
 * came from an AdminJS page, from elsewhere, or went to the form inside of AdminJS.
 */
export function returnAddress(): string | null {
  if (location.pathname !== openedPath || !URL.canParse(openedFrom)) return null;
  const { origin, pathname, href } = new URL(openedFrom);
  return origin === location.origin && pathname.startsWith('/admin') && !NOT_RETURNED_TO.test(pathname) ? href : null;
}
