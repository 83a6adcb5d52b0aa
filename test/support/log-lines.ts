import type { DestinationStream } from 'pino';

export type LogLine = Readonly<Record<string, unknown>>;

/** The log of a server. */
export class LogLines implements DestinationStream {
  /** The raw text of the log. */
  text = '';
  readonly lines: LogLine[] = [];
  private readonly listeners = new Set<() => void>();

  write(line: string): void {
    this.text += line;
    this.lines.push(JSON.parse(line) as LogLine);
    for (const listener of this.listeners) listener();
  }

  /** Resolves with the first line that `accept` accepts, past or future. */
  waitForLine(accept: (line: LogLine) => boolean): Promise<LogLine> {
    return new Promise((resolve) => {
      const check = () => {
        const found = this.lines.find(accept);
        if (!found) return;
        this.listeners.delete(check);
        resolve(found);
      };
      this.listeners.add(check);
      check();
    });
  }

  /** Resolves with the first line whose message contains this text. */
  waitForMessage(text: string): Promise<LogLine> {
    return this.waitForLine(({ msg }) => String(msg).includes(text));
  }
}
