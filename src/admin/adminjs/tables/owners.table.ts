import type { FormValues } from '../table-action.js';
import { whereContains, whereIdIn, type DisplayRow, type Table } from '../table.js';
import { historyPanel } from './history.panel.js';
import { NewOwner, Owner, OwnerPatch, REPORT_LANGUAGES, type OwnersService } from '../../../clients/index.js';
import { parseInput } from '../../../platform/http/index.js';

const FIELDS = ['name', 'contactPhone', 'contactTelegram', 'language'] as const;
/** The fields that an empty form field clears. */
const OPTIONAL: readonly string[] = ['contactPhone', 'contactTelegram'];

/** The table of the owners of clients. A client's form searches it too. */
export function ownersTable(owners: OwnersService): Table<Owner> {
  return {
    id: 'owners',
    icon: 'User',
    access: 'manager',
    columns: [
      { name: 'id', sort: 'row.id' },
      { name: 'name', required: true, sort: 'row.name', isName: true },
      { name: 'contactPhone' },
      { name: 'contactTelegram' },
      { name: 'language', values: REPORT_LANGUAGES, sort: 'row.language' },
      { name: 'restaurants' },
      { name: 'createdAt', sort: 'row.createdAt' },
      { name: 'updatedAt', sort: 'row.updatedAt' },
    ],
    titleColumn: 'name',
    list: ['name', 'restaurants', 'contactPhone', 'contactTelegram', 'language'],
    card: { beside: 'contactPhone', line: ['restaurants'] },
    show: ['name', 'restaurants', 'contactPhone', 'contactTelegram', 'language', 'createdAt', 'updatedAt'],
    edit: FIELDS,
    filter: ['name'],
    query: (tx) => tx.createQueryBuilder(Owner, 'row'),
    filterBy(query, { name }) {
      whereContains(query, 'row.name', name);
    },
    selectIds: whereIdIn,
    order: [['row.name', 'ASC']],
    async toDisplayRows(rows, formatter, tx) {
      return (await owners.addClients(tx, rows)).map(({ clients, ...owner }) => ({
        ...owner,
        restaurants: clients.map(({ name }) => name).join(', ') || formatter.messages.none,
        createdAt: formatter.instant(owner.createdAt),
        updatedAt: formatter.instant(owner.updatedAt),
      }));
    },
    panels: [historyPanel('owner')],
    actions: [
      {
        kind: 'new',
        name: 'new',
        access: 'manager',
        submit: async (form, actor) => (await owners.create(parseInput(NewOwner, toInput(form)), actor)).id,
      },
      {
        kind: 'edit',
        name: 'edit',
        access: 'manager',
        async submit(form, actor, row) {
          const changed = findChanges(toInput(form), row);
          const id = Number(row?.id);
          if (Object.keys(changed).length > 0) await owners.update(id, parseInput(OwnerPatch, changed), actor);
          return id;
        },
      },
      {
        kind: 'page',
        name: 'report',
        access: 'manager',
        icon: 'FileText',
        path: '/admin/owners/{id}/report',
        isApplicable: () => true,
      },
    ],
  };
}

/** Turns a form into the input that the schemas of the API accept. */
function toInput(form: FormValues): Record<string, string | null> {
  return Object.fromEntries(
    FIELDS.flatMap((field) => {
      const value = form[field];
      if (value === undefined || (field === 'language' && value === '')) return [];
      return [[field, value === '' && OPTIONAL.includes(field) ? null : value]];
    }),
  );
}

function findChanges(input: Record<string, string | null>, row: DisplayRow | null): Record<string, string | null> {
  return Object.fromEntries(Object.entries(input).filter(([field, value]) => value !== (row?.[field] ?? null)));
}
