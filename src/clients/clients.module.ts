import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Client } from './client.entity.js';
import { ClientsController } from './clients.controller.js';
import { ClientsImportController } from './import/clients-import.controller.js';
import { RecordImporter } from './import/record-importer.js';
import { ClientsImportService } from './import/clients-import.service.js';
import { ClientsService } from './clients.service.js';
import { ClientNote } from './notes/client-note.entity.js';
import { ClientNotesController } from './notes/client-notes.controller.js';
import { ClientNotesService } from './notes/client-notes.service.js';
import { Owner } from './owners/owner.entity.js';
import { OwnersController } from './owners/owners.controller.js';
import { OwnersService } from './owners/owners.service.js';
import { ClientTarget } from './targets/client-target.entity.js';
import { UpstreamMatchesController } from './upstream-matching/upstream-matches.controller.js';
import { UpstreamMatchesService } from './upstream-matching/upstream-matches.service.js';
import { AuthModule } from '../auth/index.js';

@Module({
  imports: [AuthModule, TypeOrmModule.forFeature([Client, Owner, ClientNote, ClientTarget])],
  // Before ClientsController, whose route `clients/:id` would match `clients/export.csv`.
  controllers: [
    ClientsImportController,
    ClientsController,
    ClientNotesController,
    OwnersController,
    UpstreamMatchesController,
  ],
  providers: [
    ClientsService,
    ClientsImportService,
    RecordImporter,
    ClientNotesService,
    OwnersService,
    UpstreamMatchesService,
  ],
  exports: [ClientsService, ClientsImportService, ClientNotesService, OwnersService, UpstreamMatchesService],
})
export class ClientsModule {}
