import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** A child process of a test. */
export interface Child {
  readonly process: ChildProcess;
  /** Resolves with the first line of stdout that `accept` accepts. Rejects when the process ends first. */
  line<T>(accept: (line: string) => T | undefined): Promise<T>;
  /** Resolves with the exit code or the name of the signal. */
  readonly exited: Promise<number | string>;
}

/** Starts `dist/<entry>` with only these variables in its environment. */
export function startChild(entry: string, args: readonly string[] = [], env: Record<string, string> = {}): Child {
  return startNode(entry, [`dist/${entry}`, ...args], env);
}

/** Runs the text of a module in a separate process. The module imports the built product as `./dist/...`. */
export function startScript(code: string, ...args: string[]): Child {
  return startNode('the script', ['--input-type=module', '--eval', code, ...args], {});
}

function startNode(name: string, args: readonly string[], env: Record<string, string>): Child {
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: { PATH: process.env.PATH, ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  const listeners = new Set<() => void>();
  const exited = new Promise<number | string>((resolve) => {
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'unknown'));
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    for (const listener of listeners) listener();
  });
  return {
    process: child,
    exited,
    line: (accept) =>
      new Promise((resolve, reject) => {
        let next = 0;
        const look = () => {
          for (; next < lines.length; next++) {
            const accepted = accept(lines[next] ?? '');
            if (accepted === undefined) continue;
            listeners.delete(look);
            resolve(accepted);
            return;
          }
        };
        listeners.add(look);
        look();
        void exited.then((code) => reject(new Error(`${name} ended with ${code}: ${lines.slice(-5).join('\n')}`)));
      }),
  };
}

/** Starts the demo upstream in a separate process. `stop` ends it. */
export async function startDemoProcess(...args: string[]): Promise<{ url: string; stop: () => Promise<void> }> {
  const child = startChild('demo/standalone.js', ['--port', '0', ...args]);
  const url = await child.line((line) => (JSON.parse(line) as { url?: string }).url);
  return {
    url,
    stop: async () => {
      child.process.kill('SIGTERM');
      await child.exited;
    },
  };
}
