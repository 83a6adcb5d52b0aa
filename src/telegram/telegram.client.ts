import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { TelegramError } from './telegram.error.js';
import { CONFIG, type Config } from '../platform/config/index.js';
import { withTimeout } from '../platform/scheduling/index.js';

const CALL_TIMEOUT_MS = 15_000;
/** The largest response that is read. A hundred messages of people are far smaller. */
const MAX_RESPONSE_BYTES = 1_000_000;
/** The longest wait that Telegram may ask for. */
const MAX_RETRY_AFTER_S = 3600;

const Envelope = z.object({
  ok: z.boolean(),
  result: z.unknown().optional(),
  description: z.string().optional(),
  parameters: z.object({ retry_after: z.number().optional() }).optional(),
});

const Bot = z.object({ username: z.string() });

const Update = z.object({
  update_id: z.int(),
  message: z
    .object({ text: z.string().optional(), chat: z.object({ id: z.int(), type: z.string() }) })
    .optional()
    .catch(undefined),
});
export type TelegramUpdate = z.output<typeof Update>;

/** Errors of a connection that was never made, so nothing can have been sent. */
const NOT_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);

/** Calls the Bot API of Telegram (https://core.telegram.org/bots/api) with the token of the configuration. */
@Injectable()
export class TelegramClient {
  constructor(@Inject(CONFIG) private readonly config: Pick<Config, 'telegram'>) {}

  /** True when `TELEGRAM_BOT_TOKEN` is set. */
  get isEnabled(): boolean {
    return this.config.telegram !== null;
  }

  /** Returns the name of the bot, as in `t.me/NAME`. @throws TelegramError */
  async findBotName(signal: AbortSignal): Promise<string> {
    return Bot.parse(await this.call('getMe', {}, signal)).username;
  }

  /** Sends a text in Telegram's HTML to a chat. @throws TelegramError */
  async sendMessage(chatId: string, html: string, signal: AbortSignal): Promise<void> {
    const link_preview_options = { is_disabled: true };
    await this.call('sendMessage', { chat_id: chatId, text: html, parse_mode: 'HTML', link_preview_options }, signal);
  }

  /** Returns the messages to the bot from the update `offset` on. Telegram forgets the earlier ones. @throws TelegramError */
  async listUpdates(offset: number, signal: AbortSignal): Promise<TelegramUpdate[]> {
    const result = await this.call('getUpdates', { offset, timeout: 0, allowed_updates: ['message'] }, signal);
    return z.array(Update).parse(result);
  }

  private async call(method: string, body: object, signal: AbortSignal): Promise<unknown> {
    const { telegram } = this.config;
    if (!telegram) throw new TelegramError('not_sent', 'TELEGRAM_BOT_TOKEN is not set');
    const response = await withTimeout((callSignal) => post(telegram, method, body, callSignal), {
      ms: CALL_TIMEOUT_MS,
      signal,
      timeoutError: () => new TelegramError('unknown', `Telegram did not respond within ${CALL_TIMEOUT_MS / 1000} s`),
      cancelledError: () => new TelegramError('unknown', 'The call to Telegram was cancelled'),
    });
    const parsed = Envelope.safeParse(response.body);
    if (response.status === 200 && parsed.success && parsed.data.ok) return parsed.data.result;
    throw toError(response.status, parsed.data);
  }
}

async function post(
  { url, token }: NonNullable<Config['telegram']>,
  method: string,
  body: object,
  signal: AbortSignal,
): Promise<{ status: number; body: unknown }> {
  try {
    const response = await fetch(`${url}/bot${token}/${method}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      redirect: 'error',
      signal,
    });
    return { status: response.status, body: parseJson(await readText(response)) };
  } catch (error) {
    if (error instanceof TelegramError) throw error;
    const cause = error instanceof Error ? (error.cause as NodeJS.ErrnoException | undefined) : undefined;
    const code = cause?.code ?? 'no response';
    // The message of the error of `fetch` may hold the address, and with it the token.
    throw new TelegramError(
      NOT_CONNECTED.has(code) ? 'not_sent' : 'unknown',
      `Telegram could not be reached (${code})`,
    );
  }
}

async function readText(response: Response): Promise<string> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of response.body ?? []) {
    size += piece.byteLength;
    if (size > MAX_RESPONSE_BYTES) throw new TelegramError('unknown', 'The response of Telegram is too large');
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function toError(status: number, envelope: z.output<typeof Envelope> | undefined): TelegramError {
  const description = envelope?.description?.slice(0, 200) ?? 'no reason given';
  const message = `Telegram refused the call with status ${status}: ${description}`;
  const isGone = status === 400 && /chat not found|user is deactivated/i.test(description);
  if (status === 403 || isGone) return new TelegramError('blocked', message);
  if (status === 429) {
    const seconds = envelope?.parameters?.retry_after ?? 60;
    return new TelegramError('later', message, Math.min(Math.max(seconds, 1), MAX_RETRY_AFTER_S));
  }
  return new TelegramError(status >= 500 ? 'unknown' : 'not_sent', message);
}
