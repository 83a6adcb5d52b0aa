import { OperationalError } from '../domain/index.js';

/**
 * What a failed call means for its message: `blocked`: the person does not let the bot write; `later`: Telegram asks to wait;
 * `not_sent`: nothing was sent, a later call may succeed; `unknown`: it may have been sent.
 */
export type TelegramFailure = 'blocked' | 'later' | 'not_sent' | 'unknown';

/** A call to Telegram that failed. Its message never holds the address of the call, which contains the token. */
export class TelegramError extends OperationalError {
  constructor(
    readonly failure: TelegramFailure,
    message: string,
    /** Seconds to wait before the next call. */
    readonly retryAfterSeconds = 0,
  ) {
    super(`telegram_${failure}`, message);
  }
}
