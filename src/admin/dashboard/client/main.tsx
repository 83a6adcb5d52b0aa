/** @jsxImportSource preact */
import { hydrate, render } from 'preact';
import type { RunView } from '../../../sync/run-view.js';
import type { Model } from '../shared/model.js';
import { readState } from '../shared/state.js';
import type { PageData } from '../shared/wire.js';
import { App, lookOf } from '../ui/app.js';
import { actionsOn, foreseeRest, go } from './actions.js';
import { listenToKeys } from './keyboard.js';
import { listen } from './live.js';
import { stateOfAddress, Store } from './store.js';

const FORESEE_AFTER_MS = 40;

const root = document.getElementById('app');
const text = document.getElementById('data')?.textContent;
if (!root || !text) throw new Error('The page came without its data');
const data = JSON.parse(text) as PageData;
const look = lookOf(data.language, data.timeZone);

const page = (model: Model) => <App model={model} look={look} actions={actions} />;
const store = new Store(data, (model) => {
  render(page(model), root);
  const name = model.client?.page.client.name;
  document.title = name ? `${name} · ${look.words.title}` : look.words.title;
});
const actions = actionsOn(store);
hydrate(page(store.model), root);
root.dataset.ready = '';
performance.mark('ready');
// What the address says at the latest moment counts: it may have been remembered rather than written.
history.replaceState(null, '', location.href);

scrollToChosen();

// Links to the dashboard itself are followed without a reload.
document.addEventListener('click', (event) => {
  if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)
    return;
  const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[data-view]') : null;
  if (!link) return;
  event.preventDefault();
  void go(store, readState(new URL(link.href).searchParams));
});
addEventListener('popstate', () => void store.show(stateOfAddress()));

// Where a pointer rests or goes down, or the focus is, a click may follow: its numbers are fetched ahead.
let foreseeing: ReturnType<typeof setTimeout> | undefined;
for (const event of ['pointerover', 'pointerdown', 'focusin'] as const) {
  document.addEventListener(event, ({ target, type }) => {
    const link = target instanceof Element ? target.closest<HTMLAnchorElement>('a[data-view]') : null;
    if (!link) return;
    clearTimeout(foreseeing);
    foreseeing = setTimeout(
      () => store.foresee(readState(new URL(link.href).searchParams)),
      type === 'pointerdown' ? 0 : FORESEE_AFTER_MS,
    );
  });
}
listenToKeys();

listen({
  event(name, said) {
    if (name === 'replica-updated') void store.refresh().then(() => foreseeRest(store));
    else if (name === 'progress') store.runChanged(said as RunView);
    else if (name === 'collection') void store.refreshCollection();
    else {
      store.runChanged(said as RunView);
      if ((said as RunView).finishedAt !== null) void store.refreshStatus();
    }
  },
  reopened() {
    void store.refresh();
    void store.refreshStatus();
    void store.refreshCollection();
  },
});
// It may have ended between the page and the first event.
if (data.sync.running) void store.refreshStatus();
store.completeLater();
foreseeRest(store);

/** Brings the chosen restaurant into sight inside the list; the page itself stays where it is. */
function scrollToChosen(): void {
  const row = document.querySelector<HTMLElement>('[data-testid="client-row"] a[aria-current]')?.parentElement;
  const list = row?.parentElement;
  if (row && list) list.scrollTop = row.offsetTop - list.clientHeight / 2;
}
