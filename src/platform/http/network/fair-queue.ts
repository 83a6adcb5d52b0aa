import type { NextFunction, Request, Response } from 'express';
import { clientAddress } from './client-address.js';

/** A probe of this path asks whether the process lives, so it waits for nobody. */
const LIVENESS_PATH = '/health/live';

/**
 * Starts at most one piece of work in each turn of the event loop, and takes the addresses in rotation. Requests that arrive together would
 * otherwise run one after the other without a pause, and the request of another person would wait for all of them.
 */
export class FairQueue {
  /** The waiting starts of each address, the address that is next first. */
  private readonly waiting = new Map<string, (() => void)[]>();
  private isBusy = false;

  /** Calls `start` now when nothing else started in this turn of the event loop, else in a later one. */
  add(address: string, start: () => void): void {
    if (this.isBusy) {
      const starts = this.waiting.get(address);
      if (starts) starts.push(start);
      else this.waiting.set(address, [start]);
      return;
    }
    this.isBusy = true;
    setImmediate(() => this.startNext());
    start();
  }

  private startNext(): void {
    const [next] = this.waiting;
    if (!next) {
      this.isBusy = false;
      return;
    }
    const [address, starts] = next;
    const start = starts.shift();
    // The address goes behind the others.
    this.waiting.delete(address);
    if (starts.length > 0) this.waiting.set(address, starts);
    setImmediate(() => this.startNext());
    start?.();
  }
}

/** Returns the middleware that starts the requests of all addresses in rotation. It drops a request whose client left meanwhile. */
export function queueFairly() {
  const queue = new FairQueue();
  return (request: Request, response: Response, next: NextFunction): void => {
    if (request.path === LIVENESS_PATH) {
      next();
      return;
    }
    queue.add(clientAddress(request) ?? '', () => {
      if (!response.destroyed) next();
    });
  };
}
