import type { ViewState } from '../shared/state.js';
import type { Actions } from '../ui/i18n-context.js';
import { api, dataOf, RejectedError, UnreachableError } from './api.js';
import type { SaveProblem } from '../shared/save-problem.js';
import { writeAddress, type Store } from './store.js';
import type { Day } from '../../../domain/index.js';
import type { StartedRun } from '../../../sync/index.js';

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
  /** Waits for a change and loads the numbers again. Returns why it was not saved, or null. */
  const save = async (change: Promise<unknown>): Promise<SaveProblem | null> => {
    try {
      await change;
    } catch (error) {
      if (error instanceof UnreachableError) return { kind: 'unreachable' };
      if (error instanceof RejectedError && error.status !== 401) {
        const { status, message, details } = error;
        return { kind: 'rejected', status, message, details };
      }
      store.handleError(error);
      return { kind: 'session' };
    }
    await store.refresh();
    return null;
  };
  const showStarted = async ({ id, created }: StartedRun): Promise<void> => {
    if (!created) store.set({ desk: { ...store.model.desk, notice: 'already' } });
    store.applyRun(await dataOf(api.GET('/api/v1/sync/runs/{id}', { params: { path: { id } } })));
  };

  // The server checks the days that a form holds.
  return {
    navigate(change, quietly = false) {
      void navigate(store, { ...store.model.state, ...change }, quietly);
    },
    startSync(request) {
      void run(async () => showStarted(await dataOf(api.POST('/api/v1/sync', { body: request }))));
    },
    cancelSync(id) {
      const params = { path: { id } };
      void run(async () => store.applyRun(await dataOf(api.POST('/api/v1/sync/runs/{id}/cancel', { params }))));
    },
    retrySync(id) {
      const params = { path: { id } };
      void run(async () => showStarted(await dataOf(api.POST('/api/v1/sync/runs/{id}/retry', { params }))));
    },
    retryIncomplete() {
      void run(async () => showStarted(await dataOf(api.POST('/api/v1/sync/incomplete/retry'))));
    },
    showIncomplete(runId) {
      if (store.model.desk.incomplete?.runId === runId) return;
      void run(async () => {
        const params = { query: { perPage: MAX_NAMED } };
        const { items, total } = await dataOf(api.GET('/api/v1/sync/incomplete', { params }));
        store.set({ desk: { ...store.model.desk, incomplete: { runId, items, total } } });
      });
    },
    collect() {
      void run(async () => {
        await dataOf(api.POST('/api/v1/collection', { body: { thenSync: true } }));
        await store.refreshCollection();
      });
    },
    reload: () => void store.refresh(),
    saveClient: (id, body) => save(dataOf(api.PATCH('/api/v1/clients/{id}', { params: { path: { id } }, body }))),
    saveNote(clientId, noteId, input) {
      const body = { ...input, day: input.day as Day };
      return noteId === null
        ? save(dataOf(api.POST('/api/v1/clients/{id}/notes', { params: { path: { id: clientId } }, body })))
        : save(dataOf(api.PATCH('/api/v1/notes/{id}', { params: { path: { id: noteId } }, body })));
    },
    deleteNote: (id) => save(dataOf(api.DELETE('/api/v1/notes/{id}', { params: { path: { id } } }))),
    putAside(id, input) {
      const body = { ...input, until: input.until as Day };
      return save(dataOf(api.PUT('/api/v1/clients/{id}/put-aside', { params: { path: { id } }, body })));
    },
    takeBack: (id) =>
      void run(async () => {
        await dataOf(api.DELETE('/api/v1/clients/{id}/put-aside', { params: { path: { id } } }));
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
