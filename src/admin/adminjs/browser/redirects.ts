import type { ActionProps } from 'adminjs';
import { pagePathOf } from '../list/page-path.js';
import { listQuery } from './list/list-query.js';

/** Loads `/admin` anew: the server renders the dashboard, AdminJS does not (ADR 9). */
export function Dashboard() {
  location.replace('/admin');
  return null;
}

/** A page that AdminJS has registered and the server renders. Loads its address anew, so that the server redirects to the page. */
export function PageRedirect() {
  location.replace(location.pathname);
  return null;
}

/** An action that opens a server-rendered page for its record. */
export function RecordPageRedirect({ action, record }: ActionProps) {
  const path = record && pagePathOf(action, record);
  if (path) location.replace(path);
  return null;
}

/** An action that opens a server-rendered page for the selected records. The page leads back to the list as the person left it. */
export function BulkPageRedirect({ action, resource, records = [] }: ActionProps) {
  const { path } = action.custom as { readonly path: string };
  const ids = records.map(({ id }) => encodeURIComponent(id)).join();
  location.replace(path.replace('{ids}', ids).replace('{list}', encodeURIComponent(listQuery(resource.id))));
  return null;
}
