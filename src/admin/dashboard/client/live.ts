/** The events of the server's one stream. */
const EVENTS = ['progress', 'run', 'collection', 'replica-updated'] as const;
export type LiveEventName = (typeof EVENTS)[number];

export interface Listener {
  event(name: LiveEventName, data: unknown): void;
  /** The stream was away: anything may have changed. */
  reopened(): void;
}

type Message = { readonly event: LiveEventName; readonly data: unknown } | 'reopened';

const NAME = 'delivery-stats-events';
const AGAIN_MS = 5_000;

/**
 * Listens to the server's events. Of all tabs only the one that holds the lock keeps a stream open and passes the events on;
 * when it closes, another takes over. Without Web Locks (plain HTTP on another host) each tab has its own.
 */
export function listen(listener: Listener): void {
  if (!('locks' in navigator) || !('BroadcastChannel' in globalThis)) {
    openStream((message) => deliver(listener, message), false);
    return;
  }
  const channel = new BroadcastChannel(NAME);
  channel.onmessage = ({ data }: MessageEvent<Message>) => deliver(listener, data);
  const started = performance.now();
  void navigator.locks.request(NAME, () => {
    // Who waited for the lock takes over from a tab that is gone, and may have missed something between.
    openStream(
      (message) => {
        deliver(listener, message);
        channel.postMessage(message);
      },
      performance.now() - started > 1_000,
    );
    return new Promise(() => undefined);
  });
}

function deliver(listener: Listener, message: Message): void {
  if (message === 'reopened') listener.reopened();
  else listener.event(message.event, message.data);
}

function openStream(tell: (message: Message) => void, late: boolean): void {
  const source = new EventSource('/api/v1/events');
  let again = late;
  source.onopen = () => {
    if (again) tell('reopened');
    again = true;
  };
  source.onerror = () => {
    // The browser reconnects by itself after a broken connection, but not after a refusal.
    if (source.readyState === EventSource.CLOSED) setTimeout(() => openStream(tell, true), AGAIN_MS);
  };
  for (const event of EVENTS) {
    source.addEventListener(event, ({ data }: MessageEvent<string>) => tell({ event, data: JSON.parse(data) }));
  }
}
