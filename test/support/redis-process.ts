import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { describe } from '@jest/globals';
import { freePort } from './free-port.js';

/** Declares a suite as `describe` does. The run reports it as skipped when redis-server is not installed. */
export const describeWithRedisServer = spawnSync('redis-server', ['--version']).error ? describe.skip : describe;

/** A Redis for one test that stores nothing on disk, so it is empty after each start. */
export class RedisProcess {
  private child: ChildProcess | null = null;

  private constructor(private readonly port: number) {}

  /** Returns a Redis that is not started. */
  static async create(): Promise<RedisProcess> {
    return new RedisProcess(await freePort());
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Starts Redis and resolves when it accepts connections. @param more further options of redis-server. */
  async start(...more: string[]): Promise<void> {
    const options = ['--port', String(this.port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', ...more];
    const child = spawn('redis-server', options, { stdio: ['ignore', 'pipe', 'inherit'] });
    this.child = child;
    await new Promise<void>((resolve, reject) => {
      child.once('exit', (code) => reject(new Error(`redis-server ended with ${code}`)));
      child.stdout.on('data', (text: Buffer) => {
        if (text.includes('Ready to accept connections')) resolve();
      });
    });
  }

  /** Kills Redis as a power cut would. */
  async kill(): Promise<void> {
    const child = this.child;
    if (!child) return;
    this.child = null;
    const gone = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGKILL');
    await gone;
  }
}
