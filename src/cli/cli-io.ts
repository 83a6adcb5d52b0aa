import type { Writable } from 'node:stream';

/** What a command touches of its process: replaceable, so that a test can run commands inside its own. */
export interface CliIo {
  readonly environment: Record<string, string | undefined>;
  readonly stdin: AsyncIterable<Buffer | string> & { readonly isTTY?: boolean };
  readonly stdout: Writable;
  readonly stderr: Writable & { readonly isTTY?: boolean };
}

/** Writes and waits until it is out: what is still buffered is lost when the process ends. */
export function written(stream: Writable, text: string): Promise<void> {
  return new Promise((resolve, reject) => stream.write(text, (error) => (error ? reject(error) : resolve())));
}
