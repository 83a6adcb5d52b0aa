import { Module } from '@nestjs/common';
import { DigestSchedule } from './digest.schedule.js';
import { DigestService } from './digest.service.js';
import { IncidentAlertsService } from './incident-alerts.service.js';
import { AlertsModule } from '../operations/alerts/index.js';
import { StatsModule } from '../stats/index.js';
import { SyncModule } from '../sync/index.js';
import { TelegramModule } from '../telegram/index.js';

/** The morning digest of each manager and the alerts of admins, by Telegram. */
@Module({
  imports: [AlertsModule, StatsModule, SyncModule, TelegramModule],
  providers: [DigestService, IncidentAlertsService, DigestSchedule],
  exports: [DigestSchedule],
})
export class DigestModule {}
