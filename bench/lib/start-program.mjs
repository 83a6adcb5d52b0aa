// Starts a program of the build in a process of its own, and reads its log.
import { execFileSync, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Starts `node ARGS` with nothing but `PATH` and these variables. `line` resolves with the first line of its log that is accepted. */
export function startProgram(args, env = {}) {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const lines = [];
  const waiting = new Set();
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(JSON.parse(line));
    for (const look of waiting) look();
  });
  const line = (accept) =>
    new Promise((resolve) => {
      const look = () => {
        const found = lines.find(accept);
        if (!found) return;
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
    });
  const stop = () => new Promise((resolve) => child.once('exit', resolve).kill('SIGTERM'));
  return { child, line, stop };
}

/** Runs a command of the CLI and returns the JSON that it prints. */
export function runCli(args, env) {
  const options = { cwd: root, env: { PATH: process.env.PATH, ...env } };
  return JSON.parse(execFileSync(process.execPath, ['dist/cli.js', ...args, '--json'], options));
}
