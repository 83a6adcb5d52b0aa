import { Injectable } from '@nestjs/common';
import { UserError } from '../../../domain/index.js';

/** Exports that one principal may have running at once. */
const MAX_EXPORTS = 2;

/** Limits the exports that one principal has running in this process. */
@Injectable()
export class ExportLimiter {
  private readonly running = new Map<string, number>();

  /** Runs an export. @throws UserError 429 while {@link MAX_EXPORTS} of the principal are running. */
  async run(principal: string, work: () => Promise<void>): Promise<void> {
    const count = this.running.get(principal) ?? 0;
    if (count >= MAX_EXPORTS) {
      const message = `${MAX_EXPORTS} of your exports are running already; start the next one when one of them has ended`;
      throw new UserError('too_many_exports', message, 429);
    }
    this.running.set(principal, count + 1);
    try {
      await work();
    } finally {
      const rest = (this.running.get(principal) ?? 1) - 1;
      if (rest === 0) this.running.delete(principal);
      else this.running.set(principal, rest);
    }
  }
}
