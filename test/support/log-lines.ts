import type { DestinationStream } from 'pino';

export type LogLine = Readonly<Record<string, unknown>>;

/** Everything a server logged. */
export class LogLines implements DestinationStream {
  /** As it was written. */
  text = '';
  readonly lines: LogLine[] = [];
  private readonly listeners = new Set<() => void>();

  write(line: string): void {
    this.text += line;
    this.lines.push(JSON.parse(line) as LogLine);
    for (const listener of this.listeners) listener();
  }

  /** Resolves with the first line that is accepted, written before or after. */
  line(accept: (line: LogLine) => boolean): Promise<LogLine> {
    return new Promise((resolve) => {
      const look = () => {
        const found = this.lines.find(accept);
        if (!found) return;
        this.listeners.delete(look);
        resolve(found);
      };
      this.listeners.add(look);
      look();
    });
  }

  /** Resolves with the first line whose message has this text. */
  saying(text: string): Promise<LogLine> {
    return this.line(({ msg }) => String(msg).includes(text));
  }
}
