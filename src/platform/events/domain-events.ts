import { Injectable } from '@nestjs/common';
import { filter, map, Subject, type Observable } from 'rxjs';

/** A kind of domain event and the type of its payload. Each module declares its own with {@link defineEvent}. */
export interface EventType<Payload> {
  /** As the diagram in docs/DESIGN.md names it: `run-ended`. */
  readonly name: string;
  /** Carries the type only; never set. */
  readonly payload?: Payload;
}

/** Returns a new kind of event. Two kinds are different even when their names are the same. */
export function defineEvent<Payload extends object>(name: string): EventType<Payload> {
  return { name };
}

interface PublishedEvent {
  readonly type: EventType<unknown>;
  readonly payload: unknown;
}

/**
 * The one bus of domain events. It connects the modules of one process: an event that another process publishes does not
 * arrive here, so every listener also polls SQL, which holds the truth.
 */
@Injectable()
export class DomainEvents {
  private readonly published = new Subject<PublishedEvent>();

  /** Calls the listeners of the event, in the order in which they subscribed, before it returns. */
  publish<Payload extends object>(type: EventType<Payload>, payload: Payload): void {
    this.published.next({ type, payload });
  }

  /** Returns the events of a kind from the subscription on. Unsubscribe when the listener is destroyed. */
  on<Payload extends object>(type: EventType<Payload>): Observable<Payload> {
    return this.published.pipe(
      filter((event) => event.type === type),
      map(({ payload }) => payload as Payload),
    );
  }
}
