import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { PollingLoop } from './polling-loop.js';

const INTERVAL_MS = 1_000;

const error = jest.fn();
const tick = jest.fn<(signal: AbortSignal) => Promise<void>>();
let loop: PollingLoop;

beforeEach(() => {
  jest.useFakeTimers();
  jest.resetAllMocks();
  tick.mockResolvedValue();
  loop = new PollingLoop({ name: 'test loop', intervalMs: INTERVAL_MS, logger: { error }, tick });
});

afterEach(async () => {
  await loop.stop();
  jest.useRealTimers();
});

/** Makes the next tick last until the returned function is called. */
function holdNextTick(): () => void {
  let release: () => void = () => undefined;
  tick.mockImplementationOnce(() => new Promise((resolve) => (release = resolve)));
  return () => release();
}

describe('PollingLoop', () => {
  it('ticks at its start and at every interval', async () => {
    await loop.start();
    expect(tick).toHaveBeenCalledTimes(1);
    await jest.advanceTimersByTimeAsync(3 * INTERVAL_MS);
    expect(tick).toHaveBeenCalledTimes(4);
  });

  it('ticks at a request before it is started', async () => {
    await loop.poll();
    expect(tick).toHaveBeenCalledTimes(1);
    expect(loop.isRunning).toBe(false);
  });

  it('never runs two ticks at once', async () => {
    const release = holdNextTick();
    const first = loop.poll();
    await jest.advanceTimersByTimeAsync(0);
    const second = loop.poll();
    await jest.advanceTimersByTimeAsync(0);
    expect(tick).toHaveBeenCalledTimes(1);
    release();
    await Promise.all([first, second]);
    expect(tick).toHaveBeenCalledTimes(2);
  });

  it('runs one more tick for all requests made during a tick', async () => {
    const release = holdNextTick();
    void loop.poll();
    await jest.advanceTimersByTimeAsync(0);
    const requests = [loop.poll(), loop.poll(), loop.poll()];
    release();
    await Promise.all(requests);
    expect(tick).toHaveBeenCalledTimes(2);
  });

  it('logs the error of a tick with its name and goes on', async () => {
    const failure = new Error('broken');
    tick.mockRejectedValueOnce(failure);
    await loop.start();
    expect(error).toHaveBeenCalledWith({ err: failure, loop: 'test loop' }, expect.stringContaining('test loop'));
    await jest.advanceTimersByTimeAsync(INTERVAL_MS);
    expect(tick).toHaveBeenCalledTimes(2);
  });

  it('aborts the running tick when it stops, and does not log its error', async () => {
    tick.mockImplementationOnce(
      (signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(new Error('aborted')));
        }),
    );
    void loop.start();
    await jest.advanceTimersByTimeAsync(0);
    await loop.stop();
    expect(error).not.toHaveBeenCalled();
  });

  it('does not tick any more once it is stopped', async () => {
    await loop.start();
    await loop.stop();
    await jest.advanceTimersByTimeAsync(3 * INTERVAL_MS);
    await loop.poll();
    expect(tick).toHaveBeenCalledTimes(1);
    expect(loop.isRunning).toBe(false);
  });

  it('drops a requested tick that has not begun when it stops', async () => {
    const release = holdNextTick();
    void loop.poll();
    await jest.advanceTimersByTimeAsync(0);
    void loop.poll();
    const stopped = loop.stop();
    release();
    await stopped;
    expect(tick).toHaveBeenCalledTimes(1);
  });

  it('ticks again when it is started again', async () => {
    await loop.start();
    await loop.stop();
    await loop.start();
    await jest.advanceTimersByTimeAsync(INTERVAL_MS);
    expect(tick).toHaveBeenCalledTimes(3);
  });

  it('does not start a second timer when it is started twice', async () => {
    await Promise.all([loop.start(), loop.start()]);
    tick.mockClear();
    await jest.advanceTimersByTimeAsync(INTERVAL_MS);
    expect(tick).toHaveBeenCalledTimes(1);
  });
});
