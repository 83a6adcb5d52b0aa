import type { ViewState } from '../shared/state.js';
import type { Actions } from '../ui/i18n-context.js';
import { get, post, RejectedError, send, UnreachableError } from './api.js';
import type { SaveProblem } from '../shared/save-problem.js';
import { writeAddress, type Store } from './store.js';
import type { StartedCollection } from '../../../collection/index.js';
import type { IncompleteItem, StartedRun, RunDto } from '../../../sync/index.js';
import type { Page } from '../../../platform/http/index.js';

/** Restaurants that the sync panel names; the AdminJS list has all. */
const MAX_NAMED = 20;
const YEAR_S = 31_536_000;

/** Returns what the controls of the page do. */
export function createActions(store: Store): Actions {
  /** Runs an action of the sync panel, disables the panel meanwhile and shows why the server rejected it. */
  const run = async (work: () => Promise<void>): Promise<void> => {
    store.set({ desk: { ...store.model.desk, busy: true, notice: null, problem: null } });
    try {
      await work();
    } catch (error) {
      if (error instanceof RejectedError && error.status !== 401) {
        store.set({ desk: { ...store.model.desk, problem: error.message } });
      } else store.handleError(error);
    } finally {
      store.set({ desk: { ...store.model.desk, busy: false } });
    }
  };
  /** Saves something and loads the numbers again. Returns why it was not saved, or null. */
  const save = async (...change: Parameters<typeof send>): Promise<SaveProblem | null> => {
    try {
      await send(...change);
    } catch (error) {
      if (error instanceof UnreachableError) return { reason: null };
      if (error instanceof RejectedError && error.status !== 401) return { reason: error.message };
      store.handleError(error);
      return { reason: null };
    }
    await store.refresh();
    return null;
  };
  const showStarted = async ({ id, created }: StartedRun): Promise<void> => {
    if (!created) store.set({ desk: { ...store.model.desk, notice: 'already' } });
    store.applyRun(await get<RunDto>(`/api/v1/sync/runs/${id}`));
  };

  return {
    navigate(change, quietly = false) {
      void navigate(store, { ...store.model.state, ...change }, quietly);
    },
    startSync(request) {
      void run(async () => showStarted(await post<StartedRun>('/api/v1/sync', request)));
    },
    cancelSync(runId) {
      void run(async () => store.applyRun(await post<RunDto>(`/api/v1/sync/runs/${runId}/cancel`)));
    },
    retrySync(runId) {
      void run(async () => showStarted(await post<StartedRun>(`/api/v1/sync/runs/${runId}/retry`)));
    },
    retryIncomplete() {
      void run(async () => showStarted(await post<StartedRun>('/api/v1/sync/incomplete/retry')));
    },
    showIncomplete(runId) {
      if (store.model.desk.incomplete?.runId === runId) return;
      void run(async () => {
        const { items, total } = await get<Page<IncompleteItem>>(`/api/v1/sync/incomplete?perPage=${MAX_NAMED}`);
        store.set({ desk: { ...store.model.desk, incomplete: { runId, items, total } } });
      });
    },
    collect() {
      void run(async () => {
        await post<StartedCollection>('/api/v1/collection', { thenSync: true });
        await store.refreshCollection();
      });
    },
    reload: () => void store.refresh(),
    saveClient: (clientId, change) => save('PATCH', `/api/v1/clients/${clientId}`, change),
    saveNote: (clientId, noteId, input) =>
      noteId === null
        ? save('POST', `/api/v1/clients/${clientId}/notes`, input)
        : save('PATCH', `/api/v1/notes/${noteId}`, input),
    deleteNote: (noteId) => save('DELETE', `/api/v1/notes/${noteId}`),
    putAside: (clientId, input) => save('PUT', `/api/v1/clients/${clientId}/put-aside`, input),
    takeBack: (clientId) =>
      void run(async () => {
        await send('DELETE', `/api/v1/clients/${clientId}/put-aside`);
        await store.refresh();
      }),
  };
}

/** Shows a state and writes it into the address; `quietly` adds no step to the browser's history. */
export async function navigate(store: Store, state: ViewState, quietly = false): Promise<void> {
  const { state: before } = store.model;
  writeAddress(state, quietly);
  if (state.mine !== before.mine) document.cookie = `mine=${state.mine}; path=/admin; max-age=${YEAR_S}; samesite=lax`;
  if (state.client !== before.client) scrollTo({ top: 0 });
  if (quietly) store.set({ state });
  else await store.show(state);
  if (state.client !== before.client) prefetchUsualPeriods(store);
}

/** The periods that people select most. */
const USUAL_PERIODS = ['7d', '30d', '90d', '365d'] as const;

/** Loads the usual periods into the cache when the browser is idle. */
export function prefetchUsualPeriods(store: Store): void {
  const whenIdle = 'requestIdleCallback' in globalThis ? requestIdleCallback : setTimeout;
  whenIdle(() => {
    for (const period of USUAL_PERIODS) store.prefetch({ ...store.model.state, period });
  });
}
