import type { CollectionState } from '../../../collection/collection.service.js';
import type { AttentionList } from '../../../stats/attention.service.js';
import type { Day } from '../../../stats/day.js';
import type { Period } from '../../../stats/period.js';
import type { SyncStatus } from '../../../sync/sync-status.service.js';
import type { IncompleteItem } from '../../../sync/incomplete.js';
import { periodOf, readState, type ViewState } from './state.js';
import type { Board, ClientView, PageData, Viewer } from './wire.js';

/** What the sync panel is up to, beside what the server says. */
export interface SyncDesk {
  /** An action is on its way. */
  readonly busy: boolean;
  readonly notice: 'already' | null;
  /** What the server said against the last action. */
  readonly problem: string | null;
  /** The restaurants that are incomplete as of a run's end; null until they were asked for. */
  readonly incomplete: {
    readonly runId: number;
    readonly items: readonly IncompleteItem[];
    readonly total: number;
  } | null;
}

/** Everything the page shows. The same model gives the same markup on the server and in the browser. */
export interface Model {
  readonly viewer: Viewer;
  readonly timeZone: string;
  readonly state: ViewState;
  readonly board: Board;
  readonly attention: AttentionList;
  /** Of the client in the state; null when none is chosen, it is unknown or it is on its way. */
  readonly client: ClientView | null;
  readonly sync: SyncStatus;
  readonly collection: CollectionState;
  readonly desk: SyncDesk;
  /** Numbers are on their way. */
  readonly loading: boolean;
  /** Why what is on the screen may be old or not what was asked for. */
  readonly failure: 'load' | 'session' | { readonly lostAt: string } | null;
}

export function modelOf(data: PageData): Model {
  return {
    viewer: data.viewer,
    timeZone: data.timeZone,
    state: readState(new URLSearchParams(data.query), data.remembered),
    board: data.board,
    attention: data.attention,
    client: data.client,
    sync: data.sync,
    collection: data.collection,
    desk: { busy: false, notice: null, problem: null, incomplete: null },
    loading: false,
    failure: null,
  };
}

/** The period that was asked for; it is on the screen once {@link Board.period} equals it. */
export function askedPeriod({ state, board }: Pick<Model, 'state' | 'board'>): Period {
  return periodOf(state, board.today);
}

export function mayAct({ viewer }: Pick<Model, 'viewer'>): boolean {
  return viewer.role === 'admin';
}

/** Whether every row is here, not only the first ones of a long list. */
export function isWhole({ rows, total }: Board): boolean {
  return rows.length === total;
}

/** The earliest of the days through which the platforms reported: up to it the numbers are whole. */
export function wholeThrough({ grab, gojek }: Board['freshness']['dataThrough']): Day | null {
  return [grab, gojek].filter((day) => day !== null).sort()[0] ?? null;
}
