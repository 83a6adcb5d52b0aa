import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { TelegramChat } from './telegram-chat.entity.js';
import { TelegramClient } from './telegram.client.js';
import { TelegramLinkPoller } from './telegram-link-poller.js';
import { TelegramLinkingService } from './telegram-linking.service.js';
import { TelegramMessage } from './telegram-message.entity.js';
import { TelegramMessengerService } from './telegram-messenger.service.js';
import { AuthModule } from '../auth/index.js';

/** The bot that writes to people in Telegram: linked chats, and messages that are sent once. */
@Module({
  imports: [AuthModule, TypeOrmModule.forFeature([TelegramChat, TelegramMessage])],
  providers: [TelegramClient, TelegramLinkingService, TelegramLinkPoller, TelegramMessengerService],
  exports: [TelegramClient, TelegramLinkingService, TelegramLinkPoller, TelegramMessengerService],
})
export class TelegramModule {}
