import type { ShellMessages } from '../i18n/messages.js';
import type { Role, TokenRole } from '../../auth/index.js';

/** The person whose header is rendered. */
export interface HeaderViewer {
  /** The e-mail, or the name of a token. */
  readonly name: string;
  readonly role: TokenRole;
  /** True when this viewer may inspect a job queue. */
  readonly queues: boolean;
  /** True when this server takes pushes. */
  readonly pushes: boolean;
}

type PageKey = keyof ShellMessages['nav'];

interface NavigationPage {
  readonly key: PageKey;
  readonly path: string;
  readonly roles: readonly TokenRole[];
  /** The query of its address, with its `?`; or the part of a page that it leads to, with its `#`. */
  readonly query?: string;
  /** Set for a page that stands in the header only where a wide screen has room for it. */
  readonly needsWideScreen?: true;
  /** Paths of pages without a link of their own that belong to this one. */
  readonly includes?: readonly string[];
}

const MANAGERS: readonly Role[] = ['admin', 'manager'];
const ADMINS: readonly Role[] = ['admin'];

/** The pages that stand in the header itself. */
const MAIN_PAGES: readonly NavigationPage[] = [
  { key: 'dashboard', path: '/admin', roles: MANAGERS },
  { key: 'clients', path: '/admin/resources/clients', roles: MANAGERS, includes: ['/admin/clients'] },
  { key: 'statistics', path: '/admin/resources/statistics', roles: MANAGERS },
  { key: 'runs', path: '/admin/resources/runs', roles: MANAGERS, includes: ['/admin/resources/items', '/admin/runs'] },
  { key: 'users', path: '/admin/resources/users', roles: ADMINS, includes: ['/admin/users'], needsWideScreen: true },
];

/** The pages that stand in the menu beside them. */
const OTHER_PAGES: readonly NavigationPage[] = [
  { key: 'owners', path: '/admin/resources/owners', roles: MANAGERS, includes: ['/admin/owners'] },
  { key: 'import', path: '/admin/import', roles: MANAGERS },
  { key: 'gaps', path: '/admin/gaps', roles: MANAGERS },
  { key: 'quarantine', path: '/admin/resources/quarantine', roles: MANAGERS },
  { key: 'collections', path: '/admin/resources/collections', roles: MANAGERS },
  { key: 'pushes', path: '/admin/pushes', roles: MANAGERS },
  { key: 'syncStatus', path: '/admin/sync_status', roles: ['manager', 'monitor'] },
  { key: 'status', path: '/admin/status', roles: ADMINS },
  { key: 'tokens', path: '/admin/status', query: '#tokens', roles: ADMINS },
  { key: 'queues', path: '/admin/queues', roles: ADMINS },
  { key: 'audit', path: '/admin/resources/audit', roles: ADMINS },
  { key: 'invite', path: '/admin/resources/users/actions/new', query: '?role=manager', roles: ADMINS },
];

/** A link of the header. */
export interface NavigationLink {
  readonly key: PageKey;
  readonly path: string;
  /** Whether the open page belongs to it. */
  readonly isCurrent: boolean;
  /** Whether it needs a wide screen to stand in the header. */
  readonly needsWideScreen: boolean;
}

/** Returns the links that a viewer has, for the page at `currentPath` (a path with or without a query). */
export function navigationOf(
  viewer: HeaderViewer,
  currentPath: string,
): { readonly main: readonly NavigationLink[]; readonly others: readonly NavigationLink[] } {
  const path = currentPath.split(/[?#]/, 1)[0] ?? '';
  const closest = Math.max(...[...MAIN_PAGES, ...OTHER_PAGES].map((page) => matchLength(path, page)));
  const toLinks = (pages: readonly NavigationPage[]) =>
    pages
      .filter(
        ({ key, roles }) =>
          roles.includes(viewer.role) && (key !== 'queues' || viewer.queues) && (key !== 'pushes' || viewer.pushes),
      )
      .map((page) => ({
        key: page.key,
        path: `${page.path}${page.query ?? ''}`,
        // The page itself is the current one, not its parts.
        isCurrent: closest > 0 && matchLength(path, page) === closest && page.query?.startsWith('#') !== true,
        needsWideScreen: page.needsWideScreen === true,
      }));
  return { main: toLinks(MAIN_PAGES), others: toLinks(OTHER_PAGES) };
}

/** Returns how much of a path a page is responsible for, in characters: of the pages of a path the one with the most is the current one. */
function matchLength(path: string, page: NavigationPage): number {
  if (page.path === '/admin') return path === page.path ? path.length : 0;
  const starts = [page.path, ...(page.includes ?? [])];
  return Math.max(...starts.map((start) => (path === start || path.startsWith(`${start}/`) ? start.length : 0)));
}
