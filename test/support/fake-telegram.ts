import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A token in the form that BotFather gives. */
export const BOT_TOKEN = `123456:${'A'.repeat(35)}`;
export const BOT_NAME = 'delivery_stats_test_bot';

interface SentMessage {
  readonly chatId: string;
  readonly text: string;
}

/**
 * How the server responds to the next message instead of taking it. `lost`: it takes the message, and the connection breaks.
 * `silent`: it takes the message and never responds.
 */
export type Refusal =
  { readonly status: number; readonly description?: string; readonly retryAfter?: number } | 'lost' | 'silent';

/** Telegram's Bot API on loopback. */
export class FakeTelegram {
  /** The messages that arrived. */
  readonly sent: SentMessage[] = [];
  /** How the next messages are refused. */
  readonly refusals: Refusal[] = [];
  private readonly updates: { update_id: number; message: object }[] = [];
  private nextUpdate = 1;
  private onMessage: () => void = () => undefined;
  private readonly server = createServer((request, response) => void this.respond(request, response));

  static async start(): Promise<FakeTelegram> {
    const telegram = new FakeTelegram();
    await new Promise<void>((resolve) => telegram.server.listen(0, '127.0.0.1', resolve));
    return telegram;
  }

  get env(): Record<string, string> {
    const { port } = this.server.address() as AddressInfo;
    return { TELEGRAM_BOT_TOKEN: BOT_TOKEN, TELEGRAM_API_URL: `http://127.0.0.1:${port}` };
  }

  /** The texts that arrived in a chat. */
  textsIn(chatId: number): string[] {
    return this.sent.filter((message) => message.chatId === String(chatId)).map((message) => message.text);
  }

  /** Resolves when a chat has that many messages. */
  waitForMessages(chatId: number, count: number): Promise<void> {
    return new Promise((resolve) => {
      this.onMessage = () => {
        if (this.textsIn(chatId).length >= count) resolve();
      };
      this.onMessage();
    });
  }

  /** A person writes to the bot. */
  write(chatId: number, message: string, type = 'private'): void {
    this.updates.push({ update_id: this.nextUpdate++, message: { text: message, chat: { id: chatId, type } } });
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private async respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = JSON.parse(await text(request)) as Record<string, unknown>;
    const send = (status: number, content: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(content));
    switch (request.url ?? '') {
      case `/bot${BOT_TOKEN}/getMe`:
        send(200, { ok: true, result: { id: 123_456, is_bot: true, username: BOT_NAME } });
        return;
      case `/bot${BOT_TOKEN}/getUpdates`:
        send(200, { ok: true, result: this.updates.filter(({ update_id }) => update_id >= Number(body.offset)) });
        return;
      case `/bot${BOT_TOKEN}/sendMessage`: {
        const refusal = this.refusals.shift();
        if (typeof refusal === 'object') {
          const { status, description = 'refused', retryAfter } = refusal;
          send(status, { ok: false, description, ...(retryAfter && { parameters: { retry_after: retryAfter } }) });
          return;
        }
        this.sent.push({ chatId: String(body.chat_id), text: String(body.text) });
        this.onMessage();
        if (refusal === 'lost') response.destroy();
        else if (refusal !== 'silent') send(200, { ok: true, result: {} });
        return;
      }
      default:
        send(404, { ok: false, description: 'Not Found' });
    }
  }
}
