import { Filter, type Action, type ActionResponse } from 'adminjs';
import type { Table } from '../table.js';
import { requireRole, toTableResource } from './table-resource.js';
import { UserError } from '../../../domain/index.js';

type Options = Partial<Action<ActionResponse>>;

/** Adds up the rows of a filtered list. */
export function totalsOptions(table: Table): Options {
  return {
    actionType: 'resource',
    isAccessible: requireRole(table.access),
    isVisible: false,
    async handler({ query }, _call, context) {
      const resource = toTableResource(context);
      return { totals: await resource.readTotals(new Filter(filtersOf(query), resource), context) };
    },
  };
}

/** Returns the filters of a query in the names that AdminJS's `Filter` takes. */
function filtersOf(query: Record<string, unknown> = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(query).flatMap(([name, value]) =>
      name.startsWith('filters.') && typeof value === 'string' ? [[name.slice('filters.'.length), value]] : [],
    ),
  );
}

/** Reads the panels of a record. */
export function panelsOptions(table: Table): Options {
  return {
    actionType: 'record',
    isAccessible: requireRole(table.access),
    isVisible: false,
    async handler(_request, _call, context) {
      const { record, currentAdmin } = context;
      if (!record) throw new UserError('not_found', 'There is no such record', 404);
      return {
        record: record.toJSON(currentAdmin),
        panels: await toTableResource(context).readPanels(Number(record.id()), context),
      };
    },
  };
}
