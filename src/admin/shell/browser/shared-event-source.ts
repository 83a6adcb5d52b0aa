/** The events of the server's stream. */
const EVENT_NAMES = ['progress', 'run', 'collection', 'replica-updated'] as const;
export type EventName = (typeof EVENT_NAMES)[number];

/** Receives the events of the stream. */
export interface EventListener {
  onEvent(name: EventName, data: unknown): void;
  /** The first connection is open; what happened between the rendering of the page and now had no event. */
  onOpen(): void;
  /** The stream was interrupted, so anything may have changed meanwhile. */
  onReconnect(): void;
}

type Message = { readonly event: EventName; readonly data: unknown } | 'opened' | 'reconnected';

const CHANNEL = 'delivery-stats-events';
const RECONNECT_DELAY_MS = 5_000;

/**
 * Subscribes to the server's events with one connection for all tabs: the tab that holds a Web Lock keeps the stream open and
 * broadcasts its events, and another tab takes the lock when it closes. Without Web Locks (plain HTTP on another host) each
 * visible tab has a stream of its own.
 */
export function subscribeToEvents(listener: EventListener): void {
  if (!('locks' in navigator) || !('BroadcastChannel' in globalThis)) {
    openStreamWhileVisible((message) => deliver(listener, message));
    return;
  }
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = ({ data }: MessageEvent<Message>) => deliver(listener, data);
  const started = performance.now();
  void navigator.locks.request(CHANNEL, () => {
    // A tab that waited for the lock follows a tab that has closed, and may have missed events in between.
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

function deliver(listener: EventListener, message: Message): void {
  if (message === 'opened') listener.onOpen();
  else if (message === 'reconnected') listener.onReconnect();
  else listener.onEvent(message.event, message.data);
}

/** Closes the stream of a hidden tab: a browser opens six connections to a host, and the next tab would wait for one forever. */
function openStreamWhileVisible(publish: (message: Message) => void): void {
  let close: (() => void) | null = null;
  let missedEvents = false;
  const update = () => {
    if (document.visibilityState === 'visible') {
      close ??= openStream(publish, missedEvents);
    } else {
      close?.();
      close = null;
    }
    missedEvents = true;
  };
  document.addEventListener('visibilitychange', update);
  update();
}

/** Opens a stream that connects again after each end. Returns a function that closes it. */
function openStream(publish: (message: Message) => void, missedEvents: boolean): () => void {
  let isReconnect = missedEvents;
  let source: EventSource;
  let retry: number | undefined;
  const connect = () => {
    source = new EventSource('/api/v1/events');
    source.onopen = () => {
      publish(isReconnect ? 'reconnected' : 'opened');
      isReconnect = true;
    };
    source.onerror = () => {
      isReconnect = true;
      // The browser reconnects after a broken connection, but not after an error status.
      if (source.readyState === EventSource.CLOSED) retry = window.setTimeout(connect, RECONNECT_DELAY_MS);
    };
    for (const event of EVENT_NAMES) {
      source.addEventListener(event, ({ data }: MessageEvent<string>) => publish({ event, data: JSON.parse(data) }));
    }
  };
  connect();
  return () => {
    clearTimeout(retry);
    source.close();
  };
}
