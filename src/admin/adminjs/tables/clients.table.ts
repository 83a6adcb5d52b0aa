import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import type { BulkAction } from '../table-action.js';
import { whereEquals, whereIdEquals, whereIdIn, type Table } from '../table.js';
import { phoneAddress, telegramAddress, whatsappAddress } from '../../shell/contact-links.js';
import type { Tone } from '../../shell/components/badge.js';
import { createFromForm, EDITABLE_CLIENT_FIELDS, updateFromForm } from './client-form.js';
import { daysPanel } from './days.panel.js';
import { historyPanel } from './history.panel.js';
import type { Actor } from '../../../auth/index.js';
import {
  Client,
  CLIENT_STATUSES,
  toClientDto,
  type ClientStatus,
  type ClientsService,
} from '../../../clients/index.js';
import { toSearchKey, UserError } from '../../../domain/index.js';
import type { SyncService } from '../../../sync/index.js';

const TONES: Readonly<Record<ClientStatus, Tone>> = { active: 'good', paused: 'warn', churned: 'neutral' };

/** The table of all clients. */
export function clientsTable(clients: ClientsService, sync: SyncService): Table<Client> {
  return {
    id: 'clients',
    icon: 'Briefcase',
    access: 'manager',
    columns: [
      { name: 'id', sort: 'row.id' },
      { name: 'name', required: true, sort: 'row.name', isName: true },
      { name: 'upstreamName', hint: 'upstreamName' },
      { name: 'status', values: CLIENT_STATUSES, tones: TONES, sort: 'row.status' },
      { name: 'managerId', reference: 'managers', sort: 'row.managerId' },
      { name: 'ownerId', reference: 'owners', sort: 'row.ownerId' },
      { name: 'monthlyTarget', hint: 'monthlyTarget' },
      { name: 'target', isNumber: true, sort: 'row.monthlyTargetSen' },
      { name: 'startDate', type: 'day', hint: 'startDate' },
      { name: 'since', sort: 'row.startDate' },
      { name: 'contactName' },
      { name: 'contactPhone', hrefColumn: 'phoneAddress' },
      { name: 'phoneAddress' },
      { name: 'contactWhatsapp', hrefColumn: 'whatsappAddress' },
      { name: 'whatsappAddress' },
      { name: 'contactTelegram', hrefColumn: 'telegramAddress' },
      { name: 'telegramAddress' },
      { name: 'notes', type: 'textarea' },
      { name: 'goals', type: 'textarea' },
      { name: 'archived', values: ['no', 'yes', 'all'] },
      { name: 'archivedAt' },
      { name: 'createdAt', sort: 'row.createdAt' },
      { name: 'updatedAt', sort: 'row.updatedAt' },
    ],
    titleColumn: 'name',
    list: ['name', 'status', 'managerId', 'since', 'contactName', 'contactPhone', 'contactTelegram'],
    card: { beside: 'status', line: ['managerId', 'contactName'] },
    show: [
      'name',
      'upstreamName',
      'status',
      'managerId',
      'ownerId',
      'target',
      'since',
      ...['contactName', 'contactPhone', 'contactWhatsapp', 'contactTelegram', 'notes', 'goals'],
      'archivedAt',
      'createdAt',
      'updatedAt',
    ],
    edit: EDITABLE_CLIENT_FIELDS,
    filter: ['name', 'status', 'managerId', 'ownerId', 'archived'],
    query: (tx) => tx.createQueryBuilder(Client, 'row'),
    async filterBy(query, { name, status, managerId, ownerId, archived = 'no' }) {
      if (archived === 'no') query.andWhere('row.archivedAt IS NULL');
      if (archived === 'yes') query.andWhere('row.archivedAt IS NOT NULL');
      whereEquals(query, 'row.status', status);
      whereIdEquals(query, 'row.managerId', managerId);
      whereIdEquals(query, 'row.ownerId', ownerId);
      if (typeof name === 'string' && name !== '') await whereNameContains(query, name);
    },
    selectIds: whereIdIn,
    order: [
      ['row.name', 'ASC'],
      ['row.id', 'ASC'],
    ],
    toDisplayRows: (rows, formatter) =>
      rows
        .map((row) => [row, toClientDto(row)] as const)
        .map(([{ monthlyTargetSen }, client]) => ({
          id: client.id,
          target: formatter.rupiah(monthlyTargetSen),
          ...Object.fromEntries(EDITABLE_CLIENT_FIELDS.map((field) => [field, client[field]])),
          ...contactLinks(client),
          since: formatter.day(client.startDate),
          archived: client.archivedAt === null ? 'no' : 'yes',
          archivedAt: formatter.instant(client.archivedAt),
          createdAt: formatter.instant(client.createdAt),
          updatedAt: formatter.instant(client.updatedAt),
        })),
    panels: [daysPanel, historyPanel('client')],
    actions: [
      {
        kind: 'new',
        name: 'new',
        access: 'manager',
        submit: (form, actor) => createFromForm(clients, form, actor),
      },
      {
        kind: 'edit',
        name: 'edit',
        access: 'manager',
        submit: (form, actor, row) => updateFromForm(clients, form, actor, row),
      },
      {
        kind: 'page',
        name: 'figures',
        access: 'manager',
        icon: 'BarChart2',
        path: '/admin?client={id}',
        isApplicable: () => true,
      },
      {
        kind: 'page',
        name: 'report',
        access: 'manager',
        icon: 'FileText',
        path: '/admin/clients/{id}/report',
        isApplicable: () => true,
      },
      {
        kind: 'row',
        name: 'archive',
        access: 'manager',
        icon: 'Archive',
        guard: 'archive',
        isApplicable: ({ archived }) => archived === 'no',
        run: (id, actor) => clients.archive(id, actor),
        getSuccessMessage: ({ done }) => done.archived,
      },
      {
        kind: 'row',
        name: 'restore',
        access: 'manager',
        icon: 'RotateCcw',
        isApplicable: ({ archived }) => archived === 'yes',
        run: (id, actor) => clients.restore(id, actor),
        getSuccessMessage: ({ done }) => done.restored,
      },
      {
        kind: 'row',
        name: 'sync',
        access: 'admin',
        icon: 'RefreshCw',
        isApplicable: () => true,
        run: (id, actor) => startSync(sync, [id], actor),
        getSuccessMessage: ({ done }) => done.syncStarted,
      },
      {
        kind: 'page',
        name: 'copyExactly',
        access: 'admin',
        icon: 'Copy',
        path: '/admin/clients/{id}/exact',
        isApplicable: () => true,
      },
      {
        kind: 'page',
        name: 'findName',
        access: 'admin',
        icon: 'Link',
        path: '/admin/clients/{id}/source',
        isApplicable: () => true,
      },
      {
        kind: 'bulk',
        name: 'syncSelected',
        access: 'admin',
        icon: 'RefreshCw',
        run: (ids, actor) => startSync(sync, ids, actor),
        getSuccessMessage: ({ done }) => done.syncing,
      },
      {
        kind: 'bulkPage',
        name: 'assignSelected',
        access: 'manager',
        icon: 'User',
        path: '/admin/clients/assign?ids={ids}&list={list}',
      },
      setStatusAction('setActive', 'Play', 'active', clients),
      setStatusAction('setPaused', 'Pause', 'paused', clients),
      setStatusAction('setChurned', 'UserX', 'churned', clients),
      {
        kind: 'bulk',
        name: 'archiveSelected',
        access: 'manager',
        icon: 'Archive',
        guard: 'archiveSelected',
        run: (ids, actor) => clients.archiveMany(ids, actor),
        getSuccessMessage: ({ done }) => done.changed,
      },
    ],
  };
}

/** Returns the addresses that call the phone and open the chats of a contact; null where its text is no number or name. */
function contactLinks({ contactPhone, contactTelegram }: Pick<Client, 'contactPhone' | 'contactTelegram'>) {
  const whatsapp = whatsappAddress(contactPhone ?? '');
  return {
    phoneAddress: phoneAddress(contactPhone ?? ''),
    contactWhatsapp: whatsapp && 'WhatsApp',
    whatsappAddress: whatsapp,
    telegramAddress: telegramAddress(contactTelegram ?? ''),
  };
}

/**
 * Starts an incremental run of some clients and returns how many there are. Throws a UserError 409 while another run is
 * active.
 */
async function startSync(sync: SyncService, clientIds: readonly number[], actor: Actor): Promise<number> {
  const origin = { trigger: 'manual' as const, actor: actor.name, address: actor.address };
  const { id, created } = await sync.start({ clientIds: [...clientIds] }, origin);
  if (!created) throw new UserError('run_active', `Run ${id} is active; wait for it or cancel it`, 409);
  return clientIds.length;
}

function setStatusAction(name: string, icon: string, status: ClientStatus, clients: ClientsService): BulkAction {
  return {
    kind: 'bulk',
    name,
    access: 'manager',
    icon,
    run: (ids, actor) => clients.updateStatus(ids, status, actor),
    getSuccessMessage: ({ done }) => done.changed,
  };
}

/** Restricts a query as the search of the ranked list does. It ignores case, diacritics and backticks, which SQL cannot. */
async function whereNameContains<Row extends ObjectLiteral>(
  query: SelectQueryBuilder<Row>,
  text: string,
): Promise<void> {
  const searched = toSearchKey(text);
  const names = await query
    .clone()
    .select('row.id', 'id')
    .addSelect('row.name', 'name')
    .getRawMany<{ id: number; name: string }>();
  const ids = names.filter(({ name }) => toSearchKey(name).includes(searched)).map(({ id }) => id);
  query.andWhere(ids.length > 0 ? 'row.id IN (:...matching)' : '1 = 0', { matching: ids });
}
