import { api, dataOf } from './api.js';
import { toSearchParams, type AttentionQuery, type BoardQuery, type ClientQuery } from '../shared/state.js';
import type { Board, ClientView } from '../server/dashboard.dto.js';
import type { AttentionList } from '../../../stats/index.js';

/** A read of the API whose response can be cached. */
export interface Read<T> {
  /** Equal for reads of the same address. */
  readonly key: string;
  load(signal?: AbortSignal): Promise<T>;
}

/** Reads the ranked list and its totals. */
export function readBoard(query: BoardQuery): Read<Board> {
  return {
    key: `board?${toSearchParams(query).toString()}`,
    load: (signal) => dataOf(api.GET('/api/v1/dashboard', { params: { query }, signal })),
  };
}

/** Reads which restaurants need attention. */
export function readAttention(query: AttentionQuery): Read<AttentionList> {
  return {
    key: `attention?${toSearchParams(query).toString()}`,
    load: (signal) => dataOf(api.GET('/api/v1/clients/attention', { params: { query }, signal })),
  };
}

/** Reads the page of a client. */
export function readClient(id: number, query: ClientQuery): Read<ClientView> {
  return {
    key: `client/${id}?${toSearchParams(query).toString()}`,
    load: (signal) => dataOf(api.GET('/api/v1/dashboard/clients/{id}', { params: { path: { id }, query }, signal })),
  };
}
