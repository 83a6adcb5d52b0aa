import { spawn, type ChildProcess } from 'node:child_process';
import { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { run } from '../../src/cli/program.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** How a command ended. */
export interface CliAnswer {
  /** The exit code, or the signal that ended it. */
  readonly code: number | string;
  readonly stdout: string;
  readonly stderr: string;
}

/** The only JSON document of an answer; throws when stdout holds anything else. */
export function documentOf({ stdout }: CliAnswer): unknown {
  return JSON.parse(stdout);
}

/** Runs a command inside this process: a second cheaper than a process of its own. */
export async function cliHere(
  args: readonly string[],
  environment: Record<string, string>,
  input = '',
): Promise<CliAnswer> {
  const stdout = new Kept();
  const stderr = new Kept();
  const io = { environment: { LOG_LEVEL: 'silent', ...environment }, stdin: Readable.from([input]), stdout, stderr };
  const code = await run(args, io);
  return { code, stdout: stdout.text, stderr: stderr.text };
}

/** A command as a process of its own: `dist/cli.js` with just these variables. */
export class CliProcess {
  readonly process: ChildProcess;
  readonly ended: Promise<CliAnswer>;
  private stderr = '';
  private readonly listeners = new Set<() => void>();

  constructor(args: readonly string[], environment: Record<string, string>, input = '') {
    const child = spawn(process.execPath, ['dist/cli.js', ...args], {
      cwd: ROOT,
      env: { PATH: process.env.PATH, ...environment },
    });
    this.process = child;
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text;
      for (const listener of this.listeners) listener();
    });
    child.stdin.end(input);
    this.ended = new Promise((resolve) => {
      child.once('close', (code, signal) => resolve({ code: code ?? signal ?? '', stdout, stderr: this.stderr }));
    });
  }

  /** Resolves once stderr has this text; rejects when the process ends without. */
  says(text: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = () => {
        if (!this.stderr.includes(text)) return;
        this.listeners.delete(look);
        resolve();
      };
      this.listeners.add(look);
      look();
      void this.ended.then(({ code, stderr }) => reject(new Error(`the command ended with ${code}: ${stderr}`)));
    });
  }
}

/** Runs a command as a process of its own and waits for its end. */
export function cliProcess(
  args: readonly string[],
  environment: Record<string, string>,
  input = '',
): Promise<CliAnswer> {
  return new CliProcess(args, environment, input).ended;
}

class Kept extends Writable {
  text = '';

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.text += chunk.toString('utf8');
    done();
  }
}
