import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditEvent } from './audit-event.entity.js';
import { AuditLogService } from './audit-log.service.js';

/** The audit log, for every feature that changes something. */
@Global()
@Module({
  imports: [TypeOrmModule.forFeature([AuditEvent])],
  providers: [AuditLogService],
  exports: [AuditLogService],
})
export class AuditModule {}
