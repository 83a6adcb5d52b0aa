import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { EventType } from './domain-events.js';

/** State of a module that the event stream follows. The stream sends `event` after each change of what `read` returns. */
export interface WatchedState {
  /** The name of the server-sent event. */
  readonly event: string;
  /** Makes the stream read soon. Changes by other processes are noticed at the next poll. */
  readonly changedBy: EventType<object>;
  /** Reads the state within the snapshot of a poll; null when there is none yet. */
  readonly read: (tx: EntityManager) => Promise<{ readonly data: object; readonly active: boolean } | null>;
}

/** The states that the event stream follows. Each module adds its own when it is initialised, before a page is open. */
@Injectable()
export class WatchedStates {
  private readonly states: WatchedState[] = [];

  add(state: WatchedState): void {
    this.states.push(state);
  }

  list(): readonly WatchedState[] {
    return this.states;
  }
}
