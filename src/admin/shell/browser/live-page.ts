import { subscribeToEvents, type EventName } from './shared-event-source.js';

const RUN_EVENTS: ReadonlySet<EventName> = new Set(['progress', 'run']);

/** A page that is still there after this time has not been left: a link may have been a download. */
const LEAVING_MS = 30_000;

/** Whether the person goes to another page. A page that is loaded anew then would take the place of that page. */
let isLeaving = false;

/**
 * Keeps the page of an active run current: at each event it reads the page again and replaces the parts that the server marked
 * with `data-live`. The server renders them, so their texts have one source. When the run has ended the page is loaded anew.
 */
export function keepRunCurrent(): void {
  const runId = document.querySelector<HTMLElement>('[data-live-run]')?.dataset.liveRun;
  if (runId === undefined) return;
  const refresh = oneAtATime(refreshLiveParts);
  subscribeToEvents({
    onEvent(name, data) {
      if (RUN_EVENTS.has(name) && String((data as { readonly id?: unknown }).id) === runId) refresh();
    },
    onOpen: refresh,
    onReconnect: refresh,
  });
  addEventListener('beforeunload', () => {
    isLeaving = true;
    setTimeout(() => {
      isLeaving = false;
      refresh();
    }, LEAVING_MS);
  });
  // A tab that shares the stream of another tab sees no opening; the run may have ended since the page was rendered.
  refresh();
}

async function refreshLiveParts(): Promise<void> {
  const response = await fetch(location.href, { headers: { accept: 'text/html' } });
  if (!response.ok || response.redirected) return;
  const next = new DOMParser().parseFromString(await response.text(), 'text/html');
  if (!next.querySelector('[data-live-run]')) {
    if (!isLeaving) location.replace(location.href);
    return;
  }
  for (const part of document.querySelectorAll('[data-live]')) {
    const current = next.getElementById(part.id);
    if (current && current.innerHTML !== part.innerHTML) part.innerHTML = current.innerHTML;
  }
}

/** Returns a function that calls `task`, and once more afterwards when it was called meanwhile. A failed call is followed by the next event. */
function oneAtATime(task: () => Promise<void>): () => void {
  let isRunning = false;
  let isDue = false;
  const run = () => {
    isDue = true;
    if (isRunning) return;
    isRunning = true;
    void loop().finally(() => {
      isRunning = false;
    });
  };
  const loop = async () => {
    while (isDue) {
      isDue = false;
      await task().catch(() => undefined);
    }
  };
  return run;
}
