import { periodOf, readState, type ViewState } from './state.js';
import type { DashboardMessages } from '../../i18n/dashboard-messages.js';
import type { PageData, Viewer } from './dto.js';
import type { Board, ClientView, ListNotes } from '../server/dashboard.dto.js';
import type { CollectionState } from '../../../collection/index.js';
import type { AttentionList } from '../../../stats/index.js';
import { addDays, type Day, type Period } from '../../../domain/index.js';
import type { SyncStatus, IncompleteItem } from '../../../sync/index.js';

/** The state of the sync panel that only the browser has. */
export interface SyncPanelState {
  /** The server has not responded to an action yet. */
  readonly busy: boolean;
  readonly notice: 'already' | null;
  /** Why the server rejected the last action. */
  readonly problem: string | null;
  /** The restaurants that are incomplete as of a run's end; null until they are requested. */
  readonly incomplete: {
    readonly runId: number;
    readonly items: readonly IncompleteItem[];
    readonly total: number;
  } | null;
}

/** Everything the page shows. The same model makes the same markup on the server and in the browser. */
export interface Model {
  readonly viewer: Viewer;
  readonly timeZone: string;
  /** What the viewer chose. */
  readonly state: ViewState;
  /** The state of the numbers on the screen: the one before while those of `state` are loading. */
  readonly shown: ViewState;
  readonly board: Board;
  readonly attention: AttentionList;
  /** The notes of the listed restaurants; null until they are loaded. They may be those of the list before while others are loading. */
  readonly notes: ListNotes | null;
  /** The selected client; null when none is selected, and while it is unknown or loading. */
  readonly client: ClientView | null;
  readonly sync: SyncStatus;
  readonly collection: CollectionState;
  readonly desk: SyncPanelState;
  /** The browser is loading numbers. */
  readonly loading: boolean;
  /** Why the page may show old numbers, or not the requested ones; `lostAt` is the ISO instant of the last good response. */
  readonly failure: 'load' | 'session' | { readonly lostAt: string } | null;
}

/** Returns the model of a page that has just been opened. */
export function createModel(data: PageData): Model {
  const state = readState(new URLSearchParams(data.query), data.remembered);
  return {
    viewer: data.viewer,
    timeZone: data.timeZone,
    state,
    shown: state,
    board: data.board,
    attention: data.attention,
    notes: data.notes,
    client: data.client,
    sync: data.sync,
    collection: data.collection,
    desk: { busy: false, notice: null, problem: null, incomplete: null },
    loading: false,
    failure: null,
  };
}

/** Returns the title of the page: the restaurant's name, or which restaurants are listed. */
export function titleOf({ state, client }: Pick<Model, 'state' | 'client'>, { portfolio }: DashboardMessages): string {
  return client?.page.client.name ?? (state.mine ? portfolio.mine : portfolio.title);
}

/** Returns the requested period; it is on the screen once {@link Board.period} equals it. */
export function requestedPeriod({ state, board }: Pick<Model, 'state' | 'board'>): Period {
  return periodOf(state, board.today);
}

/** Returns whether the viewer may start, cancel and retry. */
export function mayAct({ viewer }: Pick<Model, 'viewer'>): boolean {
  return viewer.role === 'admin';
}

/** Returns whether the board has every row, not only the first ones of a long list. */
export function hasAllRows({ rows, total }: Board): boolean {
  return rows.length === total;
}

/** Returns the last day for which every platform that ever reported has data; null when none has. */
export function findCompleteThrough({ grab, gojek }: Board['freshness']['dataThrough']): Day | null {
  return [grab, gojek].filter((day) => day !== null).sort()[0] ?? null;
}

/** Returns whether stale data miss nothing but yesterday, for most restaurants. */
export function missesOnlyYesterday({ dataThrough, yesterday }: Board['freshness']): boolean {
  const through = findCompleteThrough(dataThrough);
  return through !== null && through >= addDays(yesterday.date, -1);
}
