import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AlertWebhookClient } from './alert-webhook.client.js';
import { Heartbeat } from './heartbeat.entity.js';
import { HeartbeatService } from './heartbeat.service.js';
import { Incident } from './incident.entity.js';
import { IncidentMonitor } from './incident-monitor.js';
import { AuthModule } from '../../auth/index.js';
import { BackupModule } from '../backup/index.js';
import { StatsModule } from '../../stats/index.js';
import { SyncModule } from '../../sync/index.js';

/** Incidents, their messages to the webhook, and heartbeats. */
@Module({
  imports: [TypeOrmModule.forFeature([Incident, Heartbeat]), AuthModule, BackupModule, StatsModule, SyncModule],
  providers: [AlertWebhookClient, HeartbeatService, IncidentMonitor],
  exports: [IncidentMonitor],
})
export class AlertsModule {}
