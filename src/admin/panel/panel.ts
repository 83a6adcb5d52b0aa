import { Inject, Injectable } from '@nestjs/common';
import { UsersService } from '../../auth/users.service.js';
import { ClientsService } from '../../clients/clients.service.js';
import { Clock, CONFIG } from '../../config/config.module.js';
import type { Config } from '../../config/environment.js';
import { Database } from '../../database/database.js';
import { SyncService } from '../../sync/sync.service.js';
import { LANGUAGES, type Language } from '../locales/words.js';
import type { BuiltAdmin } from './adminjs/build-admin.js';
import { Display } from './display.js';
import type { Table } from './table.js';
import { auditTable } from './tables/audit.table.js';
import { clientsTable } from './tables/clients.table.js';
import { collectionsTable } from './tables/collections.table.js';
import { statisticsTable } from './tables/statistics.table.js';
import { itemsTable, quarantineTable } from './tables/items.tables.js';
import { runsTable } from './tables/runs.table.js';
import { managersTable, usersTable } from './tables/users.tables.js';

/** AdminJS with our tables, loaded when first asked for. */
@Injectable()
export class Panel {
  private readonly tables: readonly Table[];
  private readonly displays: ReadonlyMap<Language, Display>;
  private loading: Promise<BuiltAdmin> | undefined;

  constructor(
    private readonly database: Database,
    clients: ClientsService,
    users: UsersService,
    sync: SyncService,
    clock: Clock,
    @Inject(CONFIG) { businessTimeZone }: Pick<Config, 'businessTimeZone'>,
  ) {
    this.displays = new Map(LANGUAGES.map((language) => [language, new Display(language, businessTimeZone)]));
    this.tables = [
      clientsTable(clients, sync),
      statisticsTable(),
      runsTable(sync, clock, businessTimeZone),
      itemsTable(sync),
      quarantineTable(),
      collectionsTable(businessTimeZone),
      usersTable(users),
      managersTable(),
      auditTable(businessTimeZone),
    ];
  }

  /** AdminJS takes seconds to import, so the server listens first; whoever opens a page before that waits here. */
  load(): Promise<BuiltAdmin> {
    this.loading ??= this.build();
    return this.loading;
  }

  private async build(): Promise<BuiltAdmin> {
    const { buildAdmin } = await import('./adminjs/build-admin.js');
    return buildAdmin(this.tables, {
      database: this.database,
      display: ({ language }) => this.displays.get(language)!,
    });
  }
}
