import { api, taggedDataOf, type Tagged } from './api.js';
import {
  toSearchParams,
  type AttentionQuery,
  type BoardQuery,
  type ClientQuery,
  type ListNotesQuery,
} from '../shared/state.js';
import type { Board, ClientView, ListNotes } from '../server/dashboard.dto.js';
import type { AttentionList } from '../../../stats/index.js';

/** A read of the API whose response can be cached. */
export interface Read<T> {
  /** Equal for reads of the same address. */
  readonly key: string;
  /** Asks the server. @param held the response that the caller holds; it is returned when nothing has changed since. */
  load(signal?: AbortSignal, held?: Tagged<T>): Promise<Tagged<T>>;
}

/** Reads the ranked list and its totals. */
export function readBoard(query: BoardQuery): Read<Board> {
  return {
    key: `board?${toSearchParams(query).toString()}`,
    load: (signal, held) =>
      taggedDataOf(api.GET('/api/v1/dashboard', { params: { query, header: ifChanged(held) }, signal }), held),
  };
}

/** Reads which restaurants need attention. */
export function readAttention(query: AttentionQuery): Read<AttentionList> {
  return {
    key: `attention?${toSearchParams(query).toString()}`,
    load: (signal, held) =>
      taggedDataOf(api.GET('/api/v1/clients/attention', { params: { query, header: ifChanged(held) }, signal }), held),
  };
}

/** Reads the notes that the list's chart flags. */
export function readListNotes(query: ListNotesQuery): Read<ListNotes> {
  return {
    key: `notes?${toSearchParams(query).toString()}`,
    load: (signal, held) => taggedDataOf(api.GET('/api/v1/dashboard/notes', { params: { query }, signal }), held),
  };
}

/** Reads the page of a client. */
export function readClient(id: number, query: ClientQuery): Read<ClientView> {
  return {
    key: `client/${id}?${toSearchParams(query).toString()}`,
    load: (signal, held) => {
      const params = { path: { id }, query, header: ifChanged(held) };
      return taggedDataOf(api.GET('/api/v1/dashboard/clients/{id}', { params, signal }), held);
    },
  };
}

function ifChanged(held: Tagged<unknown> | undefined): { readonly 'If-None-Match'?: string } {
  return held?.etag ? { 'If-None-Match': held.etag } : {};
}
