import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { startBackgroundServices, type BackgroundService, type ProcessRole } from './background-service.js';

const error = jest.fn();
let started: string[];
let shutdown: AbortController;

beforeEach(() => {
  error.mockReset();
  started = [];
  shutdown = new AbortController();
});

function service(name: string, role: ProcessRole, start: () => void = () => undefined): BackgroundService {
  return {
    role,
    start: () => {
      started.push(name);
      return Promise.resolve().then(start);
    },
  };
}

const startAll = (role: ProcessRole, ...services: BackgroundService[]) =>
  startBackgroundServices(services, { role, isOnlyServer: true, signal: shutdown.signal, logger: { error } });

describe('startBackgroundServices', () => {
  it('starts the services one after the other in the order of the list', async () => {
    let isFirstDone = false;
    const first = service('first', 'worker', () => (isFirstDone = true));
    const second = service('second', 'worker', () => expect(isFirstDone).toBe(true));
    await startAll('all', first, second);
    expect(started).toEqual(['first', 'second']);
    expect(error).not.toHaveBeenCalled();
  });

  it.each<[ProcessRole, string[]]>([
    ['all', ['web', 'worker', 'all']],
    ['web', ['web', 'all']],
    ['worker', ['worker', 'all']],
  ])('starts in a process of role %s only the services of %j', async (role, expected) => {
    await startAll(role, service('web', 'web'), service('worker', 'worker'), service('all', 'all'));
    expect(started).toEqual(expected);
  });

  it('starts the rest when one service fails to start, and logs which one failed', async () => {
    class BrokenService implements BackgroundService {
      readonly role = 'all';

      start(): Promise<void> {
        return Promise.reject(new Error('broken on purpose'));
      }
    }
    await startAll('all', new BrokenService(), service('next', 'all'));
    expect(started).toEqual(['next']);
    const fields = { err: new Error('broken on purpose'), service: 'BrokenService' };
    expect(error).toHaveBeenCalledWith(fields, expect.stringContaining('BrokenService did not start'));
  });

  it('starts no further service after a shutdown', async () => {
    await startAll(
      'all',
      service('first', 'all', () => shutdown.abort()),
      service('second', 'all'),
    );
    expect(started).toEqual(['first']);
  });
});
