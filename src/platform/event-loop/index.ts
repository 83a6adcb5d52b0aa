export { LoopPacer, yieldToOthers } from './loop-pacer.js';
export { YieldingExecutor } from './yielding-executor.js';
