import { get } from './api.js';

const KEPT = 80;

/** Answers of the server that were asked for before; forgotten when the replica changes. */
export class Answers {
  private readonly held = new Map<string, unknown>();
  private readonly coming = new Map<string, Promise<unknown>>();
  private era = 0;

  /** What is held of a path, at once. */
  peek(path: string): unknown {
    return this.held.get(path);
  }

  keep(path: string, answer: unknown): void {
    this.held.delete(path);
    this.held.set(path, answer);
    const oldest = this.held.keys().next();
    if (this.held.size > KEPT && !oldest.done) this.held.delete(oldest.value);
  }

  /** The answer, asked for once however many want it; `signal` gives it up. */
  async load<T>(path: string, signal?: AbortSignal): Promise<T> {
    const held = this.peek(path);
    if (held !== undefined) return held as T;
    const under = this.coming.get(path);
    if (under) return under as Promise<T>;
    const { era } = this;
    const answer = get<T>(path, signal);
    this.coming.set(path, answer);
    // Who asks again after that must not wait for an answer that was given up.
    signal?.addEventListener('abort', () => this.settled(path, answer));
    try {
      const value = await answer;
      if (era === this.era) this.keep(path, value);
      return value;
    } finally {
      this.settled(path, answer);
    }
  }

  private settled(path: string, answer: Promise<unknown>): void {
    if (this.coming.get(path) === answer) this.coming.delete(path);
  }

  /** Asks ahead; a failure is nobody's business. */
  foresee(path: string): void {
    this.load(path).catch(() => undefined);
  }

  forget(): void {
    this.era++;
    this.held.clear();
    this.coming.clear();
  }
}
