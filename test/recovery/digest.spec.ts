import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import Sqlite from 'better-sqlite3';
import { SYSTEM } from '../../src/auth/audit/actor.js';
import { UsersService } from '../../src/auth/users/users.service.js';
import { TelegramChat } from '../../src/telegram/telegram-chat.entity.js';
import { startChild, type Child } from '../support/child.js';
import { createTestApp } from '../support/create-test-app.js';
import { FakeTelegram } from '../support/fake-telegram.js';
import { STABLE_TIMEZONE } from '../support/stable-timezone.js';
import { temporaryFolder } from '../support/test-replica.js';

const [ANI_CHAT, BUDI_CHAT] = [1001, 1002];

const folder = temporaryFolder();
const file = join(folder.path, 'replica.sqlite');
let telegram: FakeTelegram;
let env: Record<string, string>;
let running: Child | null = null;

beforeAll(async () => {
  telegram = await FakeTelegram.start();
  env = {
    PORT: '0',
    DATABASE_URL: `sqlite:${file}`,
    DELIVERY_STATS_API_URL: 'http://127.0.0.1:9',
    BUSINESS_TIMEZONE: STABLE_TIMEZONE,
    SYNC_CRON: 'off',
    SYNC_ON_START: 'off',
    ...telegram.env,
  };
  const setup = await createTestApp({ folder: folder.path, env: { ...env, TELEGRAM_BOT_TOKEN: '' } });
  for (const [name, chat] of [
    ['ani', ANI_CHAT],
    ['budi', BUDI_CHAT],
  ] as const) {
    const users = setup.server.app.get(UsersService);
    const input = { email: `${name}@example.com`, password: 'a good password', role: 'manager' as const };
    const { id: userId } = await users.create(input, SYSTEM);
    const chatOf = { userId, chatId: String(chat), linkedAt: new Date().toISOString(), blockedAt: null };
    await setup.database.write((tx) =>
      tx.insert(TelegramChat, { ...chatOf, codeHash: null, codeExpiresAt: null, language: 'en', digestAt: '00:00' }),
    );
  }
  await setup.stop();
});

afterAll(async () => {
  running?.process.kill('SIGKILL');
  await running?.exited;
  await telegram.close();
  folder.discard();
});

/** Starts the built server. */
function start(): Child {
  running = startChild('main.js', [], env);
  return running;
}

/** Ends the time for which a message is reserved for the process that sends it, as if five minutes had passed. */
function endReservations(): void {
  const replica = new Sqlite(file);
  replica.prepare('UPDATE telegram_message SET not_before = ?').run(new Date(0).toISOString());
  replica.close();
}

it('a digest whose sender is killed between sending and storing that is repeated once, and never again', async () => {
  for (const count of [1, 2]) {
    telegram.refusals.push('silent');
    const child = start();
    await telegram.waitForMessages(ANI_CHAT, count);
    child.process.kill('SIGKILL');
    expect(await child.exited).toBe('SIGKILL');
    endReservations();
  }
  const survivor = start();
  // The chats are served in the order of their users, so the second one shows that the first one was passed over.
  await telegram.waitForMessages(BUDI_CHAT, 1);
  survivor.process.kill('SIGTERM');
  await survivor.exited;
  expect(telegram.textsIn(ANI_CHAT)).toHaveLength(2);
  expect(telegram.textsIn(BUDI_CHAT)).toHaveLength(1);
});
