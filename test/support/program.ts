import { spawn, spawnSync } from 'node:child_process';
import { connect } from 'node:net';
import { describe } from '@jest/globals';

/** Declares a suite as `describe` does. The run reports it as skipped when a program is not installed. */
export function describeWithPrograms(...programs: string[]): typeof describe.skip {
  const areInstalled = programs.every((program) => !spawnSync(program, ['--version']).error);
  return areInstalled ? describe : describe.skip;
}

/** A server program that a test started. */
export interface Program {
  /** Ends the program and resolves when it is gone. */
  stop(): Promise<void>;
}

/** Starts a server program in the foreground and resolves when it accepts connections. @throws when it ends before. */
export async function startProgram(command: string, args: readonly string[], port: number): Promise<Program> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (output += text.toString()));
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  while (!(await acceptsConnections(port))) {
    if (child.exitCode !== null) throw new Error(`${command} ended: ${output}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return {
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

function acceptsConnections(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
