// Loaded into the measured server (`node --import`): reports the longest time in which its event loop did nothing else.
// Linux tells how long the main thread itself ran in that stretch: what a quiet machine would need. On a busy machine the clock also
// counts the work of other programs.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const TICK_MS = 5;
const THREAD = `/proc/self/task/${process.pid}/schedstat`;
const ranMs = () => Number(readFileSync(THREAD, 'utf8').split(' ')[0]) / 1e6;

let worst = { wallMs: 0, cpuMs: 0 };
let [lastAt, lastRan] = [performance.now(), ranMs()];

setInterval(() => {
  const [at, ran] = [performance.now(), ranMs()];
  worst = { wallMs: Math.max(worst.wallMs, at - lastAt - TICK_MS), cpuMs: Math.max(worst.cpuMs, ran - lastRan) };
  [lastAt, lastRan] = [at, ran];
}, TICK_MS).unref();

/** Responds with the worst stretch since the last call, and with the memory. */
createServer((_request, response) => {
  const rssMb = Math.round(process.memoryUsage().rss / 2 ** 20);
  response.end(JSON.stringify({ ...worst, rssMb }));
  worst = { wallMs: 0, cpuMs: 0 };
})
  .listen(Number(process.env.MONITOR_PORT), '127.0.0.1')
  .unref();
