import type { CollectionState } from '../../../collection/collection.service.js';
import type { AttentionList } from '../../../stats/attention.service.js';
import type { RunView } from '../../../sync/run-view.js';
import type { SyncStatus } from '../../../sync/sync-status.service.js';
import { isWhole, modelOf, type Model } from '../shared/model.js';
import { attentionQuery, boardQuery, clientQuery, readState, writeState, type ViewState } from '../shared/state.js';
import type { Board, ClientView, PageData } from '../shared/wire.js';
import { Answers } from './answers.js';
import { get, Refused, Unreachable } from './api.js';

/** Rows that are asked for first of a list that has more. */
const FIRST_ROWS = 300;
const RETRY_MS = 3_000;

/** A list of thousands is completed only when nothing has been asked for so long. */
const COMPLETE_AFTER_MS = 1_500;

/** Holds the model, and fetches whatever a new state needs. */
export class Store {
  private current: Model;
  private readonly answers = new Answers();
  private asking = new AbortController();
  private retry: ReturnType<typeof setTimeout> | undefined;
  private completing: ReturnType<typeof setTimeout> | undefined;
  private loadedAt = new Date();
  /** What the list on the screen is the answer to. */
  private listed: string;

  constructor(
    data: PageData,
    private readonly draw: (model: Model) => void,
  ) {
    this.current = modelOf(data);
    const { board, attention, state } = this.current;
    this.listed = this.boardPath(state);
    if (isWhole(board)) this.answers.keep(this.listed, board);
    this.answers.keep(this.attentionPath(state), attention);
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
    const signal = this.supersede();
    const path = this.boardPath(state);
    const board = path === this.listed ? this.current.board : (this.answers.peek(path) as Board | undefined);
    const client =
      state.client === null
        ? null
        : (this.answers.peek(this.clientPath(state.client, state)) as ClientView | undefined);
    const attention = this.answers.peek(this.attentionPath(state)) as AttentionList | undefined;
    if (board && attention && client !== undefined) {
      this.listed = path;
      this.set({ state, board, attention, client, loading: false, failure: null });
    } else {
      this.set({ state, loading: true });
      await this.load(state, signal);
    }
    this.completeLater(signal);
  }

  /** Forgets every number and fetches what is on the screen anew; nothing of the state is lost. */
  async refresh(): Promise<void> {
    this.answers.forget();
    const signal = this.supersede();
    await this.load(this.current.state, signal);
    this.completeLater(signal);
  }

  /** Fetches, in a while, the rest of a list of which only the first rows are here. */
  completeLater(signal: AbortSignal = this.asking.signal): void {
    if (signal.aborted || isWhole(this.current.board)) return;
    this.completing = setTimeout(() => void this.complete(signal), COMPLETE_AFTER_MS);
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

  /** Fetches ahead what another state needs, unless its list is so long that it would keep others waiting. */
  foresee(state: ViewState): void {
    const { client } = state;
    if (client !== null) this.answers.foresee(this.clientPath(client, state));
    const path = this.boardPath(state);
    if (path !== this.listed && this.current.board.total <= FIRST_ROWS) this.answers.foresee(path);
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

  /** Gives up what was asked for before. */
  private supersede(): AbortSignal {
    this.asking.abort();
    this.asking = new AbortController();
    clearTimeout(this.retry);
    clearTimeout(this.completing);
    return this.asking.signal;
  }

  private async load(state: ViewState, signal: AbortSignal): Promise<void> {
    const path = this.boardPath(state);
    try {
      const [board, attention, client] = await Promise.all([
        this.loadBoard(path, signal),
        this.answers.load<AttentionList>(this.attentionPath(state), signal),
        state.client === null ? null : this.loadClient(state.client, state, signal),
      ]);
      if (signal.aborted) return;
      this.loadedAt = new Date();
      const sameDay = board.today === this.current.board.today;
      this.listed = path;
      // Without the state: a search may have gone on meanwhile.
      this.set({ board, attention, client, loading: false, failure: null });
      // After midnight "yesterday" means other days.
      if (!sameDay) await this.load(state, signal);
    } catch (error) {
      if (!signal.aborted) this.failed(error);
    }
  }

  /** The whole list, or the first rows of one that was long. */
  private loadBoard(path: string, signal: AbortSignal): Promise<Board> {
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

  private async complete(signal: AbortSignal): Promise<void> {
    try {
      const board = await this.answers.load<Board>(this.listed, signal);
      if (!signal.aborted) this.set({ board });
    } catch (error) {
      if (!signal.aborted) this.failed(error);
    }
  }

  private boardPath(state: ViewState): string {
    const { board, viewer } = this.current;
    return `/api/v1/dashboard?${boardQuery(state, board.today, viewer.id).toString()}`;
  }

  private attentionPath(state: ViewState): string {
    return `/api/v1/clients/attention?${attentionQuery(state, this.current.viewer.id).toString()}`;
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
