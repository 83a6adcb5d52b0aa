import type { AdminPage } from 'adminjs';

/** What the handler of a page returns. */
export interface PageLocation {
  /** The path of the page under `/admin`, which a controller of ours renders. */
  readonly path: string;
}

/** The server-rendered pages that AdminJS's sidebar links to, by their name in AdminJS. */
export const ADMINJS_PAGES = {
  gaps: pageAt('/admin/gaps', 'Calendar'),
  syncStatus: pageAt('/admin/sync_status', 'Activity'),
} satisfies Record<string, AdminPage>;

function pageAt(path: string, icon: string): AdminPage {
  return { component: 'PageRedirect', icon, handler: () => Promise.resolve({ path } satisfies PageLocation) };
}
