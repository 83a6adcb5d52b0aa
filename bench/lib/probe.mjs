// A thread that sends one cheap request after the other, from another address than the attacks, and keeps the longest wait.
import { get, Agent } from 'node:http';
import { parentPort, workerData } from 'node:worker_threads';

const PAUSE_MS = 20;
const agent = new Agent({ keepAlive: true });
let worst = 0;
let failed = 0;
let started;

parentPort.on('message', () => {
  // A request that is still waiting counts too.
  parentPort.postMessage({ worst: Math.max(worst, started === undefined ? 0 : performance.now() - started), failed });
  [worst, failed] = [0, 0];
});

function ask() {
  started = performance.now();
  const next = () => {
    worst = Math.max(worst, performance.now() - started);
    started = undefined;
    setTimeout(ask, PAUSE_MS);
  };
  const fail = () => {
    failed++;
    next();
  };
  get(`${workerData.origin}/health/live`, { agent, localAddress: '127.0.0.2' }, (response) => {
    response.resume().on('end', next);
  }).on('error', fail);
}
ask();
