import type { SyncItem } from './sync-item.entity.js';

/** An item as the API and the CLI show it. */
export interface ItemView {
  readonly id: number;
  readonly clientId: number;
  readonly clientName: string;
  readonly window: { readonly from: string; readonly to: string };
  readonly status: SyncItem['status'];
  readonly attempts: number;
  readonly code: string | null;
  readonly message: string | null;
  readonly counts: Pick<
    SyncItem,
    'inserted' | 'updated' | 'unchanged' | 'deleted' | 'quarantined' | 'missingUpstream' | 'ignored'
  >;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
}

/** How an item is shown. */
export function viewItem(item: SyncItem, clientName: string): ItemView {
  const { inserted, updated, unchanged, deleted, quarantined, missingUpstream, ignored } = item;
  return {
    id: item.id,
    clientId: item.clientId,
    clientName,
    window: { from: item.windowFrom, to: item.windowTo },
    status: item.status,
    attempts: item.attempts,
    code: item.code,
    message: item.message,
    counts: { inserted, updated, unchanged, deleted, quarantined, missingUpstream, ignored },
    startedAt: item.startedAt,
    finishedAt: item.finishedAt,
  };
}
