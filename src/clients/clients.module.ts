import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuthModule } from '../auth/auth.module.js';
import { Client } from './client.entity.js';
import { ClientsController } from './clients.controller.js';
import { ClientsImportService } from './clients-import.service.js';
import { ClientsService } from './clients.service.js';

@Module({
  imports: [AuthModule, TypeOrmModule.forFeature([Client])],
  controllers: [ClientsController],
  providers: [ClientsService, ClientsImportService],
  exports: [ClientsService, ClientsImportService],
})
export class ClientsModule {}
