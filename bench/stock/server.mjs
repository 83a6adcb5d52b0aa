// AdminJS as its documentation sets it up, with its own router and bundles, on a replica: `node server.mjs REPLICA`. Prints its address.
import { Database, Resource } from '@adminjs/typeorm';
import AdminJSExpress from '@adminjs/express';
import AdminJS from 'adminjs';
import express from 'express';
import { BaseEntity, DataSource, EntitySchema } from 'typeorm';

class Client extends BaseEntity {}
class ClientStat extends BaseEntity {}

const text = { type: 'varchar', nullable: true };
const number = { type: 'integer', nullable: true };
const clients = new EntitySchema({
  name: 'Client',
  target: Client,
  tableName: 'client',
  columns: {
    id: { type: 'integer', primary: true },
    name: text,
    status: text,
    managerId: { ...number, name: 'manager_id' },
    startDate: { ...text, name: 'start_date' },
    contactName: { ...text, name: 'contact_name' },
    contactTelegram: { ...text, name: 'contact_telegram' },
  },
});
const stats = new EntitySchema({
  name: 'ClientStat',
  target: ClientStat,
  tableName: 'client_stat',
  columns: {
    clientId: { type: 'integer', name: 'client_id', primary: true },
    statDate: { type: 'varchar', name: 'stat_date', primary: true },
    totalSales: { ...number, name: 'total_sales' },
    totalOrders: { ...number, name: 'total_orders' },
  },
});

const dataSource = new DataSource({ type: 'better-sqlite3', database: process.argv[2], entities: [clients, stats] });
await dataSource.initialize();
AdminJS.registerAdapter({ Database, Resource });
const admin = new AdminJS({ resources: [Client, ClientStat], rootPath: '/admin', settings: { defaultPerPage: 50 } });
await admin.initialize();
const app = express();
app.use(admin.options.rootPath, AdminJSExpress.buildRouter(admin));
const server = app.listen(0, '127.0.0.1', () => {
  console.log(JSON.stringify({ url: `http://127.0.0.1:${server.address().port}` }));
});
