import type { Writable } from 'node:stream';

/** What a command uses of its process. A test replaces it to run commands inside its own process. */
export interface CliIo {
  /** The variables of a command that runs; when absent, those of the process. */
  readonly environment?: Record<string, string | undefined>;
  readonly stdin: AsyncIterable<Buffer | string> & { readonly isTTY?: boolean };
  readonly stdout: Writable;
  readonly stderr: Writable & { readonly isTTY?: boolean };
}

/** Writes and waits until the text is out: what is still buffered is lost when the process ends. */
export function written(stream: Writable, text: string): Promise<void> {
  return new Promise((resolve, reject) => stream.write(text, (error) => (error ? reject(error) : resolve())));
}
