import { Inject, Injectable } from '@nestjs/common';
import type { AdminJSOptions } from 'adminjs';
import { DashboardService } from '../dashboard/server/dashboard.service.js';
import { LANGUAGES, type Language } from '../i18n/messages.js';
import { RecordFormatter } from './record-formatter.js';
import type { Table } from './table.js';
import { auditTable } from './tables/audit.table.js';
import { clientsTable } from './tables/clients.table.js';
import { collectionsTable } from './tables/collections.table.js';
import { ownersTable } from './tables/owners.table.js';
import { statisticsTable } from './tables/statistics.table.js';
import { itemsTable, quarantineTable } from './tables/items.tables.js';
import { runsTable } from './tables/runs.table.js';
import { managersTable, usersTable } from './tables/users.tables.js';
import { UsersService } from '../../auth/index.js';
import { ClientsService, OwnersService } from '../../clients/index.js';
import { Clock, CONFIG, type Config } from '../../platform/config/index.js';
import { Database } from '../../platform/database/index.js';
import { ReportsService } from '../../stats/index.js';
import { SyncService } from '../../sync/index.js';

/** The tables, the dashboard's data and the pages of which AdminJS is made. */
@Injectable()
export class AdminjsOptionsService {
  private readonly tables: readonly Table[];
  private readonly formatters: ReadonlyMap<Language, RecordFormatter>;

  constructor(
    private readonly database: Database,
    private readonly dashboard: DashboardService,
    clients: ClientsService,
    owners: OwnersService,
    users: UsersService,
    sync: SyncService,
    reports: ReportsService,
    clock: Clock,
    @Inject(CONFIG) private readonly config: Pick<Config, 'businessTimeZone'>,
  ) {
    const { businessTimeZone } = config;
    this.formatters = new Map(LANGUAGES.map((language) => [language, new RecordFormatter(language, businessTimeZone)]));
    this.tables = [
      clientsTable(clients, sync),
      ownersTable(owners),
      statisticsTable(reports),
      runsTable(sync, clock, businessTimeZone),
      itemsTable(sync),
      quarantineTable(),
      collectionsTable(businessTimeZone),
      usersTable(users),
      managersTable(),
      auditTable(businessTimeZone),
    ];
  }

  /** Imports AdminJS, which takes seconds, and returns the options of its instance. */
  async create(): Promise<AdminJSOptions> {
    const { createAdminjsOptions } = await import('./application/adminjs-options.js');
    return createAdminjsOptions({
      tables: this.tables,
      timeZone: this.config.businessTimeZone,
      dependencies: { database: this.database, formatterFor: ({ language }) => this.formatters.get(language)! },
      loadDashboard: ({ kind, id, email, role, language }, query) =>
        this.dashboard.page(query, { kind, id, name: email, role }, { mine: false }, language),
    });
  }
}
