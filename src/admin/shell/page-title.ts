/** The name of the product, the same in every language. */
export const PRODUCT = 'Delivery Stats';

/** Returns what the browser's tab shows for a page. */
export function pageTitle(page: string): string {
  return `${page} · ${PRODUCT}`;
}
