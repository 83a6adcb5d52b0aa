import { expect, it } from '@jest/globals';
import { setImmediate as nextEventLoopTurn } from 'node:timers/promises';
import { FairQueue } from './fair-queue.js';

it('starts one request in each turn of the event loop, and takes the addresses in rotation', async () => {
  const queue = new FairQueue();
  const started: string[] = [];
  const add = (address: string, name: string) => queue.add(address, () => void started.push(name));
  for (const name of ['a1', 'a2', 'a3', 'a4']) add('192.0.2.1', name);
  add('192.0.2.2', 'b1');
  add('192.0.2.2', 'b2');
  expect(started).toEqual(['a1']);
  const afterEachTurn: number[] = [];
  while (started.length < 6) {
    await nextEventLoopTurn();
    afterEachTurn.push(started.length);
  }
  expect(started).toEqual(['a1', 'a2', 'b1', 'a3', 'b2', 'a4']);
  expect(afterEachTurn.every((count, turn) => count <= turn + 2)).toBe(true);
});

it('starts at once what comes after a pause', async () => {
  const queue = new FairQueue();
  const started: string[] = [];
  queue.add('192.0.2.1', () => void started.push('first'));
  await nextEventLoopTurn();
  await nextEventLoopTurn();
  queue.add('192.0.2.1', () => void started.push('second'));
  expect(started).toEqual(['first', 'second']);
});
