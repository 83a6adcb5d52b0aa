import { BaseProperty, BaseRecord, BaseResource, type ActionContext, type Filter, type ParamsType } from 'adminjs';
import type { EntityManager, ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import type { RecordFormatter } from '../record-formatter.js';
import type { ListTotal, PanelContent } from '../record-panel.js';
import { MAX_LISTED_ROWS, type Column, type FilterValues, type DisplayRow, type Table } from '../table.js';
import type { Viewer } from '../viewer.js';
import { mayActAs, type Role } from '../../../auth/index.js';
import type { Database } from '../../../platform/database/index.js';
import { compareNames, parseDay } from '../../../domain/index.js';

interface FindOptions {
  readonly limit: number;
  readonly offset?: number;
  readonly sort?: { readonly direction?: 'asc' | 'desc'; readonly sortBy?: string };
}

/** What a table needs to read and format its rows. */
export interface TableDependencies {
  readonly database: Database;
  /** Returns the formatter for the viewer's language. */
  formatterFor(viewer: Viewer): RecordFormatter;
}

/** A table as a resource of AdminJS. It has no methods that write: actions save through services. */
export class TableResource extends BaseResource {
  private readonly tableProperties: readonly TableProperty[];

  constructor(
    readonly table: Table,
    private readonly dependencies: TableDependencies,
  ) {
    super(table);
    this.tableProperties = table.columns.map((column, position) => new TableProperty(column, position));
  }

  override databaseName(): string {
    return 'replica';
  }

  override databaseType(): string {
    return 'replica';
  }

  override id(): string {
    return this.table.id;
  }

  override properties(): BaseProperty[] {
    return [...this.tableProperties];
  }

  override property(path: string): BaseProperty | null {
    return this.tableProperties.find((property) => property.name() === path) ?? null;
  }

  override count(filter: Filter): Promise<number> {
    const filters = parseFilters(filter);
    return this.dependencies.database.read(async (tx) => {
      const total = await this.table.count?.(filters, tx);
      return total === undefined
        ? countListed(tx, await this.createFilteredQuery(tx, filters))
        : Math.min(total, MAX_LISTED_ROWS);
    });
  }

  override find(
    filter: Filter,
    { limit, offset = 0, sort }: FindOptions,
    context?: ActionContext,
  ): Promise<BaseRecord[]> {
    return this.read(context, async (tx) => {
      const filters = parseFilters(filter);
      const query = await this.createFilteredQuery(tx, filters);
      const narrowedOffset = await this.table.narrowPage?.(query, filters, { offset, limit }, tx);
      const direction = sort?.direction === 'desc' ? 'DESC' : 'ASC';
      const sortColumn = this.table.columns.find(({ name }) => name === sort?.sortBy);
      const column = sortColumn?.sort;
      if (column !== undefined && sortColumn?.isName) {
        const ids = (await listIdsByName(query, column, direction)).slice(offset, offset + limit);
        return findInOrder(this.table.query(tx), ids);
      }
      if (column !== undefined) query.addOrderBy(column, direction);
      for (const [name, direction] of this.table.order) if (name !== column) query.addOrderBy(name, direction);
      return query
        .limit(limit)
        .offset(narrowedOffset ?? offset)
        .getMany();
    });
  }

  /** Adds up all rows of a list. Returns nothing for a table without totals. */
  async readTotals(filter: Filter, context: ActionContext): Promise<readonly ListTotal[]> {
    const formatter = this.dependencies.formatterFor(requireViewer(context));
    return (await this.table.totals?.(parseFilters(filter), formatter)) ?? [];
  }

  /** Reads those panels of a record that the viewer may see. */
  readPanels(id: number, context: ActionContext): Promise<PanelContent[]> {
    const viewer = requireViewer(context);
    const formatter = this.dependencies.formatterFor(viewer);
    const panels = (this.table.panels ?? []).filter(({ access }) => mayActAs(viewer.role, access));
    return this.dependencies.database.read(async (tx) => {
      const contents: PanelContent[] = [];
      for (const panel of panels) contents.push(await panel.read(id, formatter, tx));
      return contents;
    });
  }

  override async findOne(id: string, context?: ActionContext): Promise<BaseRecord | null> {
    return (await this.findMany([id], context))[0] ?? null;
  }

  override findMany(ids: (string | number)[], context?: ActionContext): Promise<BaseRecord[]> {
    return this.read(context, (tx) => {
      const query = this.table.query(tx);
      this.table.selectIds(query, ids.map(String));
      return query.getMany();
    });
  }

  /** Returns a row as a record of AdminJS. */
  toRecord(row: DisplayRow): BaseRecord {
    return new BaseRecord({ ...row } satisfies ParamsType, this);
  }

  private async createFilteredQuery(
    tx: EntityManager,
    filters: FilterValues,
  ): Promise<SelectQueryBuilder<ObjectLiteral>> {
    const query = this.table.query(tx);
    await this.table.filterBy(query, filters, tx);
    return query;
  }

  private read(
    context: ActionContext | undefined,
    readRows: (tx: EntityManager) => Promise<ObjectLiteral[]>,
  ): Promise<BaseRecord[]> {
    const formatter = this.dependencies.formatterFor(requireViewer(context));
    return this.dependencies.database.read(async (tx) => {
      const displayRows = await this.table.toDisplayRows(await readRows(tx), formatter, tx);
      return displayRows.map((row) => this.toRecord(row));
    });
  }
}

/** Counts the rows of a query, up to {@link MAX_LISTED_ROWS}. */
async function countListed(tx: EntityManager, query: SelectQueryBuilder<ObjectLiteral>): Promise<number> {
  const rows = query.select('1', 'one').limit(MAX_LISTED_ROWS);
  const counted = await tx
    .createQueryBuilder()
    .select('count(*)', 'total')
    .from(`(${rows.getQuery()})`, 'listed')
    .setParameters(rows.getParameters())
    .getRawOne<{ total: number | string }>();
  return Number(counted?.total ?? 0);
}

/** Returns the ids of all rows of a query in the order of a column with names; rows with equal names are ordered by id. */
async function listIdsByName(
  query: SelectQueryBuilder<ObjectLiteral>,
  column: string,
  direction: 'ASC' | 'DESC',
): Promise<number[]> {
  const rows = await query.select('row.id', 'id').addSelect(column, 'name').getRawMany<{ id: number; name: string }>();
  const sign = direction === 'ASC' ? 1 : -1;
  return rows.sort((a, b) => sign * (compareNames(a.name, b.name) || a.id - b.id)).map(({ id }) => id);
}

/** Returns the rows with these ids, in the order of the ids. */
async function findInOrder(query: SelectQueryBuilder<ObjectLiteral>, ids: readonly number[]): Promise<ObjectLiteral[]> {
  if (ids.length === 0) return [];
  const rows = await query.andWhere('row.id IN (:...pageIds)', { pageIds: ids }).getMany();
  const byId = new Map<number, ObjectLiteral>(rows.map((row) => [row.id as number, row]));
  return ids.map((id) => byId.get(id)).filter((row) => row !== undefined);
}

class TableProperty extends BaseProperty {
  constructor(
    private readonly column: Column,
    position: number,
  ) {
    const type = column.type === 'textarea' || column.type === 'password' ? column.type : 'string';
    super({ path: column.name, type, isId: column.name === 'id', isSortable: column.sort !== undefined, position });
  }

  override availableValues(): string[] | null {
    return this.column.values ? [...this.column.values] : null;
  }

  override isRequired(): boolean {
    return this.column.required ?? false;
  }
}

/** Returns the resource of an action, which is always one of ours. */
export function toTableResource({ resource }: ActionContext): TableResource {
  if (!(resource instanceof TableResource)) throw new Error('AdminJS knows a resource that is not ours');
  return resource;
}

/** Returns whether the viewer of an action has this role or a more powerful one. */
export function requireRole(role: Role) {
  return (context: ActionContext) => mayActAs(requireViewer(context).role, role);
}

/** Returns the viewer on whose behalf AdminJS reads. Throws when there is none. */
export function requireViewer(context: ActionContext | undefined): Viewer {
  const viewer = context?.currentAdmin as Viewer | undefined;
  if (!viewer) throw new Error('AdminJS reads records without a viewer');
  return viewer;
}

function parseFilters({ filters }: Filter): FilterValues {
  return Object.fromEntries(Object.values(filters).map(({ path, value }) => [path, parseFilterValue(value)]));
}

function parseFilterValue(value: unknown): FilterValues[string] {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return undefined;
  const { from, to } = value as { from?: unknown; to?: unknown };
  return { from: parseFilterDay(from), to: parseFilterDay(to) };
}

function parseFilterDay(value: unknown) {
  return typeof value === 'string' ? (parseDay(value) ?? undefined) : undefined;
}
