import type { CliIo } from '../cli-io.js';
import { printable } from './printable.js';

const CLEAR_LINE = '\r\u001B[K';

/** One line on the terminal that says how far long work is; nothing where stderr is no terminal. */
export class ProgressLine {
  private shown = '';

  constructor(private readonly stderr: CliIo['stderr']) {}

  show(text: string): void {
    if (!this.stderr.isTTY || text === this.shown) return;
    this.shown = text;
    this.stderr.write(CLEAR_LINE + printable(text));
  }

  clear(): void {
    if (this.shown) this.stderr.write(CLEAR_LINE);
    this.shown = '';
  }
}
