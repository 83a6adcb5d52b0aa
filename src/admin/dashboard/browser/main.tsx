/** @jsxImportSource preact */
import { hydrate, render } from 'preact';
import { pageTitle } from '../../shell/page-title.js';
import { titleOf, type Model } from '../shared/model.js';
import { readState } from '../shared/state.js';
import type { PageData } from '../shared/dto.js';
import { App } from '../ui/app.js';
import { createI18n } from '../ui/i18n-context.js';
import { createActions, navigate, prefetchUsualPeriods } from './actions.js';
import { addKeyboardShortcuts } from './keyboard.js';
import { subscribeToEvents } from '../../shell/browser/shared-event-source.js';
import { readAddress, Store } from './store.js';
import type { RunDto } from '../../../sync/index.js';

const PREFETCH_DELAY_MS = 40;

const root = document.getElementById('app');
const text = document.getElementById('data')?.textContent;
if (!root || !text) throw new Error('The page has no data');
const data = JSON.parse(text) as PageData;
const i18n = createI18n(data.language, data.timeZone);

const renderPage = (model: Model) => <App model={model} i18n={i18n} actions={actions} />;
const store = new Store(data, (model) => {
  render(renderPage(model), root);
  document.title = pageTitle(titleOf(model, i18n.messages));
});
const actions = createActions(store);
hydrate(renderPage(store.model), root);
root.dataset.ready = '';
performance.mark('ready');
// The history entry must not keep a state of an earlier page.
history.replaceState(null, '', location.href);

scrollToSelected();

// Links to the dashboard itself are followed without a reload.
document.addEventListener('click', (event) => {
  if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)
    return;
  const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[data-view]') : null;
  if (!link) return;
  event.preventDefault();
  void navigate(store, readState(new URL(link.href).searchParams));
});
addEventListener('popstate', () => void store.show(readAddress()));

// A link that the pointer rests on or presses, or that has the focus, may be clicked next: its numbers are prefetched.
let prefetchTimer: ReturnType<typeof setTimeout> | undefined;
for (const event of ['pointerover', 'pointerdown', 'focusin'] as const) {
  document.addEventListener(event, ({ target, type }) => {
    const link = target instanceof Element ? target.closest<HTMLAnchorElement>('a[data-view]') : null;
    if (!link) return;
    clearTimeout(prefetchTimer);
    prefetchTimer = setTimeout(
      () => store.prefetch(readState(new URL(link.href).searchParams)),
      type === 'pointerdown' ? 0 : PREFETCH_DELAY_MS,
    );
  });
}
addKeyboardShortcuts();

/** Loads what changed between the rendering of the page and the opening of the stream, which had no event. */
async function loadWhatWasMissed(): Promise<void> {
  const shown = store.model.sync.lastRun?.id;
  await Promise.all([store.refreshStatus(), store.refreshCollection()]);
  // Each change of the statistics comes with a run.
  if (store.model.sync.lastRun?.id !== shown) await store.refresh();
}

subscribeToEvents({
  onEvent(name, run) {
    if (name === 'replica-updated') void store.refresh().then(() => prefetchUsualPeriods(store));
    else if (name === 'progress') store.applyRun(run as RunDto);
    else if (name === 'collection') void store.refreshCollection();
    else {
      store.applyRun(run as RunDto);
      if ((run as RunDto).finishedAt !== null) void store.refreshStatus();
    }
  },
  onOpen() {
    void loadWhatWasMissed();
  },
  onReconnect() {
    void store.refresh();
    void store.refreshStatus();
    void store.refreshCollection();
  },
});
// A tab that shares the stream of another tab sees no opening; the run may have ended since the page was rendered.
if (data.sync.running) void store.refreshStatus();
store.scheduleCompletion();
prefetchUsualPeriods(store);

/** Scrolls the list to the selected restaurant; the page itself does not scroll. */
function scrollToSelected(): void {
  const row = document.querySelector<HTMLElement>('[data-testid="client-row"] a[aria-current]')?.parentElement;
  const list = row?.parentElement;
  if (row && list) list.scrollTop = row.offsetTop - list.clientHeight / 2;
}
