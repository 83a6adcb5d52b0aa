import type { CollectionState } from '../../../collection/collection.service.js';
import type { RunView } from '../../../sync/run-view.js';
import type { SyncStatus } from '../../../sync/sync-status.service.js';
import { modelOf, type Model } from '../shared/model.js';
import { boardQuery, clientQuery, readState, writeState, type ViewState } from '../shared/state.js';
import type { Board, ClientView, PageData } from '../shared/wire.js';
import { Answers } from './answers.js';
import { get, Refused, Unreachable } from './api.js';

/** Rows that are asked for first of a list that has more. */
const FIRST_ROWS = 300;
const RETRY_MS = 3_000;

/** Holds the model, and fetches whatever a new state needs. */
export class Store {
  private current: Model;
  private readonly answers = new Answers();
  private asking = new AbortController();
  private retry: ReturnType<typeof setTimeout> | undefined;
  private loadedAt = new Date();

  constructor(
    data: PageData,
    private readonly draw: (model: Model) => void,
  ) {
    this.current = modelOf(data);
    const { board, state } = this.current;
    if (board.rows.length === board.total) this.answers.keep(this.boardPath(state), board);
    if (data.client && state.client !== null) this.answers.keep(this.clientPath(state.client, state), data.client);
  }

  get model(): Model {
    return this.current;
  }

  /** Changes the model and draws it. */
  set(change: Partial<Model>): void {
    this.current = { ...this.current, ...change };
    this.draw(this.current);
  }

  /** Shows another state: at once when its numbers are held, else as soon as they arrive; what is on the screen stays until then. */
  async show(state: ViewState): Promise<void> {
    this.asking.abort();
    const asking = (this.asking = new AbortController());
    clearTimeout(this.retry);
    const board = (this.answers.peek(this.boardPath(state)) as Board | undefined) ?? this.boardOnScreen(state);
    const client =
      state.client === null
        ? null
        : (this.answers.peek(this.clientPath(state.client, state)) as ClientView | undefined);
    if (board && client !== undefined) {
      this.set({ state, board, client, loading: false, failure: null });
    } else {
      this.set({ state, loading: true });
      await this.load(state, asking.signal);
    }
    if (!asking.signal.aborted) await this.completeList(asking.signal);
  }

  /** Forgets every number and fetches what is on the screen anew; nothing of the state is lost. */
  async refresh(): Promise<void> {
    this.answers.forget();
    this.asking.abort();
    const asking = (this.asking = new AbortController());
    clearTimeout(this.retry);
    await this.load(this.current.state, asking.signal);
    if (!asking.signal.aborted) await this.completeList(asking.signal);
  }

  async refreshStatus(): Promise<void> {
    try {
      this.set({ sync: await get<SyncStatus>('/api/v1/sync/status') });
    } catch (error) {
      this.failed(error);
    }
  }

  async refreshCollection(): Promise<void> {
    try {
      this.set({ collection: await get<CollectionState>('/api/v1/collection/status') });
    } catch (error) {
      this.failed(error);
    }
  }

  /** Takes over a run as the server told of it. */
  runChanged(run: RunView): void {
    const active = run.status === 'queued' || run.status === 'running';
    const { sync } = this.current;
    // A late word of a run that is over must not bring it back.
    if (active && sync.lastRun?.id === run.id) return;
    this.set({
      sync: active
        ? { ...sync, running: true, activeRun: run }
        : { ...sync, running: false, activeRun: null, lastRun: run },
    });
  }

  /** Fetches ahead what may be wanted next. */
  foreseeClient(id: number): void {
    this.answers.foresee(this.clientPath(id, this.current.state));
  }

  foreseePeriods(periods: readonly ViewState['period'][]): void {
    const { state, board } = this.current;
    if (board.total > FIRST_ROWS) return;
    for (const period of periods) {
      this.answers.foresee(this.boardPath({ ...state, period }));
      if (state.client !== null) this.answers.foresee(this.clientPath(state.client, { ...state, period }));
    }
  }

  /** Says what went wrong with a request of ours; a broken connection is tried again. */
  failed(error: unknown): void {
    if (error instanceof DOMException && error.name === 'AbortError') return;
    if (error instanceof Unreachable) {
      this.set({ loading: false, failure: { lostAt: this.loadedAt.toISOString() } });
      clearTimeout(this.retry);
      this.retry = setTimeout(() => void this.refresh(), RETRY_MS);
    } else if (error instanceof Refused) {
      this.set({ loading: false, failure: error.status === 401 ? 'session' : 'load' });
    } else throw error;
  }

  private async load(state: ViewState, signal: AbortSignal): Promise<void> {
    try {
      const [board, client] = await Promise.all([
        this.loadBoard(state, signal),
        state.client === null ? null : this.loadClient(state.client, state, signal),
      ]);
      if (signal.aborted) return;
      this.loadedAt = new Date();
      const sameDay = board.today === this.current.board.today;
      // Without the state: a search may have gone on meanwhile.
      this.set({ board, client, loading: false, failure: null });
      // After midnight "yesterday" means other days.
      if (!sameDay) await this.load(state, signal);
    } catch (error) {
      if (!signal.aborted) this.failed(error);
    }
  }

  private loadBoard(state: ViewState, signal: AbortSignal): Promise<Board> {
    const path = this.boardPath(state);
    const long = this.current.board.total > FIRST_ROWS && this.answers.peek(path) === undefined;
    return this.answers.load<Board>(long ? `${path}&page=1&perPage=${FIRST_ROWS}` : path, signal);
  }

  private async loadClient(id: number, state: ViewState, signal: AbortSignal): Promise<ClientView | null> {
    try {
      return await this.answers.load<ClientView>(this.clientPath(id, state), signal);
    } catch (error) {
      if (error instanceof Refused && error.status === 404) return null;
      throw error;
    }
  }

  /** Fetches the rest of a list of which only the first rows are here. */
  async completeList(signal: AbortSignal = this.asking.signal): Promise<void> {
    const { board, state } = this.current;
    if (board.rows.length === board.total) return;
    try {
      const whole = await this.answers.load<Board>(this.boardPath(state), signal);
      if (!signal.aborted) this.set({ board: whole });
    } catch (error) {
      if (!signal.aborted) this.failed(error);
    }
  }

  /** The list on the screen, when it answers the new state as well. */
  private boardOnScreen(state: ViewState): Board | undefined {
    const same = this.boardPath(state) === this.boardPath(this.current.state) && !this.current.loading;
    return same ? this.current.board : undefined;
  }

  private boardPath(state: ViewState): string {
    const { board, viewer } = this.current;
    return `/api/v1/dashboard?${boardQuery(state, board.today, viewer.id).toString()}`;
  }

  private clientPath(id: number, state: ViewState): string {
    return `/api/v1/dashboard/clients/${id}?${clientQuery(state, this.current.board.today).toString()}`;
  }
}

/** The state the address bar says. */
export function stateOfAddress(): ViewState {
  return readState(new URLSearchParams(location.search));
}

/** Puts the state into the address bar, as a step of its own to go back to unless `quietly`. */
export function writeAddress(state: ViewState, quietly: boolean): void {
  const address = `${location.pathname}?${writeState(state)}`;
  if (quietly) history.replaceState(null, '', address);
  else if (address !== location.pathname + location.search) history.pushState(null, '', address);
}
