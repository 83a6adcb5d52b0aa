import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import type { Actor } from '../../../auth/actor.js';
import { Client, CLIENT_STATUSES, type ClientStatus } from '../../../clients/client.entity.js';
import { ClientPatch, NewClient } from '../../../clients/client.schemas.js';
import type { ClientsService } from '../../../clients/clients.service.js';
import { UserError } from '../../../errors.js';
import { parsed } from '../../../http/validation.js';
import { searchKey } from '../../../stats/search-key.js';
import type { SyncService } from '../../../sync/sync.service.js';
import type { BulkAction, Form } from '../table-action.js';
import { equals, equalsId, pickByNumber, type Shown, type Table } from '../table.js';

/** Cleared by an empty field; the others are never empty. */
const OPTIONAL = ['contactName', 'contactPhone', 'contactTelegram', 'notes', 'goals', 'startDate'] as const;
const EDITED = ['name', 'upstreamName', 'status', 'managerId', ...OPTIONAL] as const;

/** Who we watch. */
export function clientsTable(clients: ClientsService, sync: SyncService): Table<Client> {
  return {
    id: 'clients',
    icon: 'Briefcase',
    access: 'manager',
    columns: [
      { name: 'id', sort: 'row.id' },
      { name: 'name', required: true, sort: 'row.name' },
      { name: 'upstreamName', hint: 'upstreamName' },
      { name: 'status', values: CLIENT_STATUSES, sort: 'row.status' },
      { name: 'managerId', reference: 'managers', sort: 'row.managerId' },
      { name: 'startDate', type: 'day', hint: 'startDate' },
      { name: 'since', sort: 'row.startDate' },
      { name: 'contactName' },
      { name: 'contactPhone' },
      { name: 'contactTelegram' },
      { name: 'notes', type: 'textarea' },
      { name: 'goals', type: 'textarea' },
      { name: 'archived', values: ['no', 'yes', 'all'] },
      { name: 'archivedAt' },
      { name: 'createdAt', sort: 'row.createdAt' },
      { name: 'updatedAt', sort: 'row.updatedAt' },
    ],
    title: 'name',
    list: ['name', 'status', 'managerId', 'since', 'contactName', 'contactTelegram'],
    show: [
      'name',
      'upstreamName',
      'status',
      'managerId',
      'since',
      ...OPTIONAL.slice(0, 5),
      'archivedAt',
      'createdAt',
      'updatedAt',
    ],
    edit: EDITED,
    filter: ['name', 'status', 'managerId', 'archived'],
    query: (tx) => tx.createQueryBuilder(Client, 'row'),
    async narrow(query, { name, status, managerId, archived = 'no' }) {
      if (archived === 'no') query.andWhere('row.archivedAt IS NULL');
      if (archived === 'yes') query.andWhere('row.archivedAt IS NOT NULL');
      equals(query, 'row.status', status);
      equalsId(query, 'row.managerId', managerId);
      if (typeof name === 'string' && name !== '') await nameHolds(query, name);
    },
    pick: pickByNumber,
    order: [
      ['row.name', 'ASC'],
      ['row.id', 'ASC'],
    ],
    shown: (rows, display) =>
      rows.map((client) => ({
        id: client.id,
        ...Object.fromEntries(EDITED.map((field) => [field, client[field]])),
        since: display.day(client.startDate),
        archived: client.archivedAt === null ? 'no' : 'yes',
        archivedAt: display.instant(client.archivedAt),
        createdAt: display.instant(client.createdAt),
        updatedAt: display.instant(client.updatedAt),
      })),
    actions: [
      {
        kind: 'new',
        name: 'new',
        access: 'manager',
        submit: async (form, by) => (await clients.create(parsed(NewClient, inputOf(form)), by)).id,
      },
      { kind: 'edit', name: 'edit', access: 'manager', submit: (form, by, row) => update(clients, form, by, row) },
      {
        kind: 'row',
        name: 'archive',
        access: 'manager',
        icon: 'Archive',
        guard: 'archive',
        applies: ({ archived }) => archived === 'no',
        run: (id, by) => clients.archive(id, by),
        done: ({ done }) => done.archived,
      },
      {
        kind: 'row',
        name: 'restore',
        access: 'manager',
        icon: 'RotateCcw',
        applies: ({ archived }) => archived === 'yes',
        run: (id, by) => clients.restore(id, by),
        done: ({ done }) => done.restored,
      },
      {
        kind: 'row',
        name: 'sync',
        access: 'admin',
        icon: 'RefreshCw',
        applies: () => true,
        run: (id, by) => startSync(sync, [id], by),
        done: ({ done }) => done.syncStarted,
      },
      {
        kind: 'page',
        name: 'copyExactly',
        access: 'admin',
        icon: 'Copy',
        path: '/admin/clients/{id}/exact',
        applies: () => true,
      },
      {
        kind: 'page',
        name: 'findName',
        access: 'admin',
        icon: 'Link',
        path: '/admin/clients/{id}/source',
        applies: () => true,
      },
      {
        kind: 'bulk',
        name: 'syncSelected',
        access: 'admin',
        icon: 'RefreshCw',
        run: (ids, by) => startSync(sync, ids, by),
        done: ({ done }) => done.syncing,
      },
      statusOf('setActive', 'Play', 'active', clients),
      statusOf('setPaused', 'Pause', 'paused', clients),
      statusOf('setChurned', 'UserX', 'churned', clients),
      {
        kind: 'bulk',
        name: 'archiveSelected',
        access: 'manager',
        icon: 'Archive',
        guard: 'archiveSelected',
        run: (ids, by) => clients.archiveAll(ids, by),
        done: ({ done }) => done.changed,
      },
    ],
  };
}

/** Copies clients now, with the days an incremental run would take. @throws UserError 409 while another run is active */
async function startSync(sync: SyncService, clientIds: readonly number[], by: Actor): Promise<number> {
  const origin = { trigger: 'manual' as const, actor: by.name, address: by.address };
  const { id, created } = await sync.start({ clientIds: [...clientIds] }, origin);
  if (!created) throw new UserError('run_active', `Run ${id} is active; wait for it or cancel it`, 409);
  return clientIds.length;
}

function statusOf(name: string, icon: string, status: ClientStatus, clients: ClientsService): BulkAction {
  return {
    kind: 'bulk',
    name,
    access: 'manager',
    icon,
    run: (ids, by) => clients.setStatus(ids, status, by),
    done: ({ done }) => done.changed,
  };
}

/** The search of the ranked list, which no database knows: case, diacritics and backticks do not count. */
async function nameHolds<Row extends ObjectLiteral>(query: SelectQueryBuilder<Row>, text: string): Promise<void> {
  const wanted = searchKey(text);
  const names = await query
    .clone()
    .select('row.id', 'id')
    .addSelect('row.name', 'name')
    .getRawMany<{ id: number; name: string }>();
  const ids = names.filter(({ name }) => searchKey(name).includes(wanted)).map(({ id }) => id);
  query.andWhere(ids.length > 0 ? 'row.id IN (:...matching)' : '1 = 0', { matching: ids });
}

/** A form as the API's schemas take it. */
function inputOf(form: Form): Record<string, unknown> {
  const optional = OPTIONAL.flatMap((field) =>
    field in form ? [[field, form[field] === '' ? null : form[field]]] : [],
  );
  const { managerId } = form;
  return {
    name: form.name ?? '',
    ...(form.upstreamName && { upstreamName: form.upstreamName }),
    ...(form.status && { status: form.status }),
    ...(managerId !== undefined && { managerId: managerId === '' ? null : Number(managerId) }),
    ...(Object.fromEntries(optional) as Record<string, string | null>),
  };
}

async function update(clients: ClientsService, form: Form, by: Actor, row: Shown | null): Promise<number> {
  const id = Number(row?.id);
  const input = { ...inputOf(form), ...(form.upstreamName === '' && { upstreamName: form.name }) };
  const changed = Object.entries(input).filter(([field, value]) => value !== (row?.[field] ?? null));
  if (changed.length === 0) return id;
  return (await clients.update(id, parsed(ClientPatch, Object.fromEntries(changed)), by)).id;
}
