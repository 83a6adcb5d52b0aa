export { LoopPacer } from './loop-pacer.js';
export { YieldingExecutor } from './yielding-executor.js';
