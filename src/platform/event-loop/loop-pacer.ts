import { YieldingExecutor } from './yielding-executor.js';

/** The longest stretch of a long calculation during which nobody else is served. */
const MAX_STRETCH_MS = 15;

/** All calculations share one, so that those that run at the same time do not add up their stretches. */
const shared = new YieldingExecutor();

/** Lets other requests run: resolves in a later turn of the event loop, in which no other caller goes on. */
export function yieldToOthers(): Promise<void> {
  return shared.run(() => undefined);
}

/** Divides a long calculation into stretches, between which other requests run: `if (pacer.isDue) await pacer.pause()`. */
export class LoopPacer {
  private startedAt = performance.now();
  private hasBegunInThisTurn = false;

  /** Whether the calculation has run for as long as it may at once. */
  get isDue(): boolean {
    return performance.now() - this.startedAt > MAX_STRETCH_MS;
  }

  /** Begins a stretch of work that comes in parts, unless an earlier part began it in this turn of the event loop. */
  begin(): void {
    if (this.hasBegunInThisTurn) return;
    this.hasBegunInThisTurn = true;
    setImmediate(() => (this.hasBegunInThisTurn = false));
    this.startedAt = performance.now();
  }

  /** Resolves in a later turn of the event loop. */
  async pause(): Promise<void> {
    await yieldToOthers();
    this.startedAt = performance.now();
  }
}
