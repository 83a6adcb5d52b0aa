import type { Finding } from './health-checks.js';
import type { Config } from '../../platform/config/index.js';
import { TelegramClient } from '../../telegram/index.js';

const TIMEOUT_MS = 10_000;

/** Asks Telegram for the bot of the token. @throws TelegramError when it does not know the token or does not respond. */
export async function checkTelegram(config: Config): Promise<Finding<null>> {
  const name = await new TelegramClient(config).findBotName(AbortSignal.timeout(TIMEOUT_MS));
  return { status: 'ok', message: `the bot is @${name}`, found: null };
}
