import { createModel, hasAllRows, type Model } from '../shared/model.js';
import {
  attentionQuery,
  boardQuery,
  clientQuery,
  listNotesQuery,
  readState,
  writeState,
  type BoardQuery,
  type ViewState,
} from '../shared/state.js';
import type { Board, ClientView, ListNotes } from '../server/dashboard.dto.js';
import type { PageData } from '../shared/dto.js';
import { QueryCache } from './query-cache.js';
import { api, dataOf, RejectedError, UnreachableError } from './api.js';
import { readAttention, readBoard, readClient, readListNotes, type Read } from './reads.js';
import { isRunActive } from '../../../domain/index.js';
import type { AttentionList } from '../../../stats/index.js';
import type { RunDto } from '../../../sync/index.js';

/** Rows of the first request for a longer list. */
const FIRST_ROWS = 300;
const RETRY_DELAY_MS = 3_000;

/** The rest of a long list is loaded only after so long without another request. */
const COMPLETION_DELAY_MS = 1_500;

/** Holds the model and loads what a new state needs. */
export class Store {
  private current: Model;
  private readonly cache = new QueryCache();
  private request = new AbortController();
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private completionTimer: ReturnType<typeof setTimeout> | undefined;
  private loadedAt = new Date();
  /** The number of runs and steps of runs that {@link applyRun} showed. */
  private appliedRuns = 0;
  /** The read of the list on the screen. */
  private listed: Read<Board>;

  constructor(
    data: PageData,
    private readonly draw: (model: Model) => void,
  ) {
    this.current = createModel(data);
    const { board, attention, state } = this.current;
    this.listed = this.boardOf(state);
    if (hasAllRows(board)) this.cache.keep(this.listed, board);
    this.cache.keep(this.attentionOf(state), attention);
    if (data.notes) this.cache.keep(this.notesOf(state), data.notes);
    if (data.client && state.client !== null) this.cache.keep(this.clientOf(state.client, state), data.client);
  }

  get model(): Model {
    return this.current;
  }

  /** Changes the model and draws it. */
  set(change: Partial<Model>): void {
    this.current = { ...this.current, ...change };
    this.draw(this.current);
  }

  /** Shows another state: at once when its numbers are cached, else when they arrive; until then the old numbers stay. */
  async show(state: ViewState): Promise<void> {
    const signal = this.abortRequest();
    const list = this.boardOf(state);
    const board = list.key === this.listed.key ? this.current.board : this.cache.peek(list);
    const client = state.client === null ? null : this.cache.peek(this.clientOf(state.client, state));
    const attention = this.cache.peek(this.attentionOf(state));
    if (board && attention && client !== undefined) {
      this.listed = list;
      this.set({ state, shown: state, board, attention, client, loading: false, failure: null });
    } else {
      this.set({ state, loading: true });
      await this.load(state, signal);
    }
    void this.loadNotes(state, signal);
    this.scheduleCompletion(signal);
  }

  /** Empties the cache and loads the numbers on the screen again; the state stays. */
  async refresh(): Promise<void> {
    this.cache.invalidate();
    const signal = this.abortRequest();
    await this.load(this.current.state, signal);
    void this.loadNotes(this.current.state, signal);
    this.scheduleCompletion(signal);
  }

  /** Schedules the loading of the rest of a list that has only its first rows. */
  scheduleCompletion(signal: AbortSignal = this.request.signal): void {
    if (signal.aborted || hasAllRows(this.current.board)) return;
    this.completionTimer = setTimeout(() => void this.loadRest(signal), COMPLETION_DELAY_MS);
  }

  /** Loads the status of the sync again. */
  async refreshStatus(): Promise<void> {
    try {
      let status: PageData['sync'];
      let appliedBefore: number;
      do {
        appliedBefore = this.appliedRuns;
        status = await dataOf(api.GET('/api/v1/sync/status'));
        // A status that was under way while an event came may be older than the event.
      } while (appliedBefore !== this.appliedRuns);
      this.set({ sync: status });
    } catch (error) {
      this.handleError(error);
    }
  }

  /** Loads the status of the data collection again. */
  async refreshCollection(): Promise<void> {
    try {
      this.set({ collection: await dataOf(api.GET('/api/v1/collection/status')) });
    } catch (error) {
      this.handleError(error);
    }
  }

  /** Shows a run that an event or a response carries. */
  applyRun(run: RunDto): void {
    this.appliedRuns += 1;
    const isActive = isRunActive(run.status);
    const { sync } = this.current;
    // A late event of a finished run must not show it as active again.
    if (isActive && sync.lastRun?.id === run.id) return;
    this.set({
      sync: isActive
        ? { ...sync, running: true, activeRun: run }
        : { ...sync, running: false, activeRun: null, lastRun: run },
    });
  }

  /** Loads what another state needs into the cache, unless its list is so long that other requests would wait for it. */
  prefetch(state: ViewState): void {
    const { client } = state;
    if (client !== null) this.cache.prefetch(this.clientOf(client, state));
    const list = this.boardOf(state);
    if (list.key !== this.listed.key && this.current.board.total <= FIRST_ROWS) this.cache.prefetch(list);
  }

  /** Shows why a request failed; retries after a broken connection. @throws the error itself when it is not about a request. */
  handleError(error: unknown): void {
    if (error instanceof DOMException && error.name === 'AbortError') return;
    if (error instanceof UnreachableError) {
      this.set({ loading: false, failure: { lostAt: this.loadedAt.toISOString() } });
      clearTimeout(this.retryTimer);
      this.retryTimer = setTimeout(() => void this.refresh(), RETRY_DELAY_MS);
    } else if (error instanceof RejectedError) {
      this.set({ loading: false, failure: error.status === 401 ? 'session' : 'load' });
    } else throw error;
  }

  /** Aborts the pending request and its timers, and returns the signal of the next one. */
  private abortRequest(): AbortSignal {
    this.request.abort();
    this.request = new AbortController();
    clearTimeout(this.retryTimer);
    clearTimeout(this.completionTimer);
    return this.request.signal;
  }

  private async load(state: ViewState, signal: AbortSignal): Promise<void> {
    const list = this.boardOf(state);
    try {
      const [board, attention, client] = await Promise.all([
        this.loadBoard(state, signal),
        this.cache.load(this.attentionOf(state), signal),
        state.client === null ? null : this.loadClient(state.client, state, signal),
      ]);
      if (signal.aborted) return;
      this.loadedAt = new Date();
      const isSameDay = board.today === this.current.board.today;
      this.listed = list;
      // The chosen state is left out, because the reader may have typed in the search meanwhile.
      this.set({ shown: state, board, attention, client, loading: false, failure: null });
      // After midnight "yesterday" means other days.
      if (!isSameDay) await this.load(state, signal);
    } catch (error) {
      if (!signal.aborted) this.handleError(error);
    }
  }

  /** Loads the whole list, or the first rows when the list on the screen is long. */
  private loadBoard(state: ViewState, signal: AbortSignal): Promise<Board> {
    const whole = this.boardOf(state);
    const isLong = this.current.board.total > FIRST_ROWS && this.cache.peek(whole) === undefined;
    return this.cache.load(isLong ? this.boardOf(state, { page: 1, perPage: FIRST_ROWS }) : whole, signal);
  }

  private async loadClient(id: number, state: ViewState, signal: AbortSignal): Promise<ClientView | null> {
    try {
      return await this.cache.load(this.clientOf(id, state), signal);
    } catch (error) {
      if (error instanceof RejectedError && error.status === 404) return null;
      throw error;
    }
  }

  /** Loads the flags of the list's chart. The numbers do not wait for them. */
  private async loadNotes(state: ViewState, signal: AbortSignal): Promise<void> {
    if (state.client !== null) return;
    try {
      const notes = await this.cache.load(this.notesOf(state), signal);
      if (!signal.aborted) this.set({ notes });
    } catch (error) {
      if (!signal.aborted) this.handleError(error);
    }
  }

  private async loadRest(signal: AbortSignal): Promise<void> {
    try {
      const board = await this.cache.load(this.listed, signal);
      if (!signal.aborted) this.set({ board });
    } catch (error) {
      if (!signal.aborted) this.handleError(error);
    }
  }

  private boardOf(state: ViewState, paging: Pick<BoardQuery, 'page' | 'perPage'> = {}): Read<Board> {
    const { board, viewer } = this.current;
    return readBoard({ ...boardQuery(state, board.today, viewer.id), ...paging });
  }

  private attentionOf(state: ViewState): Read<AttentionList> {
    return readAttention(attentionQuery(state, this.current.viewer.id));
  }

  private notesOf(state: ViewState): Read<ListNotes> {
    return readListNotes(listNotesQuery(state, this.current.board.today, this.current.viewer.id));
  }

  private clientOf(id: number, state: ViewState): Read<ClientView> {
    return readClient(id, clientQuery(state, this.current.board.today));
  }
}

/** Returns the state in the address bar. */
export function readAddress(): ViewState {
  return readState(new URLSearchParams(location.search));
}

/** Writes the state into the address bar, as a step of the browser's history unless `quietly`. */
export function writeAddress(state: ViewState, quietly: boolean): void {
  const address = `${location.pathname}?${writeState(state)}`;
  if (quietly) history.replaceState(null, '', address);
  else if (address !== location.pathname + location.search) history.pushState(null, '', address);
}
