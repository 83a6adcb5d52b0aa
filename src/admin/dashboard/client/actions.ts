import type { StartedCollection } from '../../../collection/collection.service.js';
import type { IncompleteItem } from '../../../sync/incomplete.js';
import type { StartedRun } from '../../../sync/sync.service.js';
import type { Page } from '../../../http/validation.js';
import type { RunView } from '../../../sync/run-view.js';
import type { ViewState } from '../shared/state.js';
import type { Actions } from '../ui/look.js';
import { get, post, Refused } from './api.js';
import { writeAddress, type Store } from './store.js';

/** Restaurants that are named in the panel; the list of the last copyings has all. */
const NAMED = 20;
const YEAR_S = 31_536_000;

/** What the page's controls do. */
export function actionsOn(store: Store): Actions {
  /** Runs one action of the sync panel at a time and says what the server has against it. */
  const act = async (work: () => Promise<void>): Promise<void> => {
    store.set({ desk: { ...store.model.desk, busy: true, notice: null, problem: null } });
    try {
      await work();
    } catch (error) {
      if (error instanceof Refused && error.status !== 401) {
        store.set({ desk: { ...store.model.desk, problem: error.message } });
      } else store.failed(error);
    } finally {
      store.set({ desk: { ...store.model.desk, busy: false } });
    }
  };
  const started = async ({ id, created }: StartedRun): Promise<void> => {
    if (!created) store.set({ desk: { ...store.model.desk, notice: 'already' } });
    store.runChanged(await get<RunView>(`/api/v1/sync/runs/${id}`));
  };

  return {
    go(change, quietly = false) {
      void go(store, { ...store.model.state, ...change }, quietly);
    },
    startSync(request) {
      void act(async () => started(await post<StartedRun>('/api/v1/sync', request)));
    },
    cancelSync(runId) {
      void act(async () => store.runChanged(await post<RunView>(`/api/v1/sync/runs/${runId}/cancel`)));
    },
    retrySync(runId) {
      void act(async () => started(await post<StartedRun>(`/api/v1/sync/runs/${runId}/retry`)));
    },
    retryIncomplete() {
      void act(async () => started(await post<StartedRun>('/api/v1/sync/incomplete/retry')));
    },
    showIncomplete(runId) {
      if (store.model.desk.incomplete?.runId === runId) return;
      void act(async () => {
        const { items, total } = await get<Page<IncompleteItem>>(`/api/v1/sync/incomplete?perPage=${NAMED}`);
        store.set({ desk: { ...store.model.desk, incomplete: { runId, items, total } } });
      });
    },
    collect() {
      void act(async () => {
        await post<StartedCollection>('/api/v1/collection', { thenSync: true });
        await store.refreshCollection();
      });
    },
    reload: () => void store.refresh(),
  };
}

/** Shows a state and puts it into the address. */
export async function go(store: Store, state: ViewState, quietly = false): Promise<void> {
  const { state: before } = store.model;
  writeAddress(state, quietly);
  if (state.mine !== before.mine) document.cookie = `mine=${state.mine}; path=/admin; max-age=${YEAR_S}; samesite=lax`;
  if (state.client !== before.client) scrollTo({ top: 0 });
  if (quietly) store.set({ state });
  else await store.show(state);
  if (state.client !== before.client) foreseeRest(store);
}

/** The periods people change to most. */
const USUAL = ['7d', '30d', '90d', '365d'] as const;

/** Fetches the usual periods ahead when the browser is idle. */
export function foreseeRest(store: Store): void {
  const later = 'requestIdleCallback' in globalThis ? requestIdleCallback : setTimeout;
  later(() => {
    for (const period of USUAL) store.foresee({ ...store.model.state, period });
  });
}
