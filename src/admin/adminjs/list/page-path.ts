import type { ActionJSON, RecordJSON } from 'adminjs';

/** Returns the address of the server-rendered page that an action opens for a record; null when AdminJS renders it. */
export function pagePathOf({ custom }: ActionJSON, { params }: RecordJSON): string | null {
  const { path } = custom as { readonly path?: string };
  return path?.replace(/\{(\w+)\}/g, (_, field: string) => encodeURIComponent(String(params[field]))) ?? null;
}

/** Returns the address of the page of a record; null when the viewer may not see one. */
export function recordPathOf(resourceId: string, record: RecordJSON): string | null {
  const show = record.recordActions.find(({ name }) => name === 'show');
  if (!show) return null;
  return pagePathOf(show, record) ?? `/admin/resources/${resourceId}/records/${encodeURIComponent(record.id)}/show`;
}
