import { BaseProperty, BaseRecord, BaseResource, type ActionContext, type Filter, type ParamsType } from 'adminjs';
import type { EntityManager, ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import type { Database } from '../../../database/database.js';
import { parseDay } from '../../../stats/day.js';
import type { Display } from '../display.js';
import type { Column, FilterValues, Shown, Table } from '../table.js';
import type { Viewer } from '../viewer.js';

interface Wanted {
  readonly limit?: number;
  readonly offset?: number;
  readonly sort?: { readonly direction?: 'asc' | 'desc'; readonly sortBy?: string };
}

/** What tables are read with. */
export interface TableSource {
  readonly database: Database;
  display(viewer: Viewer): Display;
}

/** A table as AdminJS reads it. It can't write: saving is an action's work, and goes through a service. */
export class TableResource extends BaseResource {
  private readonly fields: readonly TableProperty[];

  constructor(
    readonly table: Table,
    private readonly source: TableSource,
  ) {
    super(table);
    this.fields = table.columns.map((column, position) => new TableProperty(column, position));
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
    return [...this.fields];
  }

  override property(path: string): BaseProperty | null {
    return this.fields.find((field) => field.name() === path) ?? null;
  }

  override count(filter: Filter): Promise<number> {
    const filters = filtersOf(filter);
    return this.source.database.read(async (tx) => {
      const known = this.table.count?.(filters, tx);
      if (known) return known;
      const query = await this.narrowed(tx, filters);
      return query.getCount();
    });
  }

  override find(filter: Filter, { limit, offset, sort }: Wanted, context?: ActionContext): Promise<BaseRecord[]> {
    return this.read(context, async (tx) => {
      const query = await this.narrowed(tx, filtersOf(filter));
      const column = this.table.columns.find(({ name }) => name === sort?.sortBy)?.sort;
      if (column !== undefined) query.addOrderBy(column, sort?.direction === 'desc' ? 'DESC' : 'ASC');
      for (const [name, direction] of this.table.order) if (name !== column) query.addOrderBy(name, direction);
      return query.limit(limit).offset(offset).getMany();
    });
  }

  override async findOne(id: string, context?: ActionContext): Promise<BaseRecord | null> {
    return (await this.findMany([id], context))[0] ?? null;
  }

  override findMany(ids: (string | number)[], context?: ActionContext): Promise<BaseRecord[]> {
    return this.read(context, (tx) => {
      const query = this.table.query(tx);
      this.table.pick(query, ids.map(String));
      return query.getMany();
    });
  }

  /** The row as it is now, for an action's answer. */
  record(shown: Shown): BaseRecord {
    return new BaseRecord({ ...shown } satisfies ParamsType, this);
  }

  private async narrowed(tx: EntityManager, filters: FilterValues): Promise<SelectQueryBuilder<ObjectLiteral>> {
    const query = this.table.query(tx);
    await this.table.narrow(query, filters, tx);
    return query;
  }

  private read(
    context: ActionContext | undefined,
    rowsOf: (tx: EntityManager) => Promise<ObjectLiteral[]>,
  ): Promise<BaseRecord[]> {
    const display = this.source.display(viewerOf(context));
    return this.source.database.read(async (tx) => {
      const shown = await this.table.shown(await rowsOf(tx), display, tx);
      return shown.map((row) => this.record(row));
    });
  }
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

/** Who asks. @throws Error when AdminJS was not told */
export function viewerOf(context: ActionContext | undefined): Viewer {
  const viewer = context?.currentAdmin as Viewer | undefined;
  if (!viewer) throw new Error('AdminJS asked for records on behalf of nobody');
  return viewer;
}

function filtersOf({ filters }: Filter): FilterValues {
  return Object.fromEntries(Object.values(filters).map(({ path, value }) => [path, filterValue(value)]));
}

function filterValue(value: unknown): FilterValues[string] {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return undefined;
  const { from, to } = value as { from?: unknown; to?: unknown };
  return { from: dayOf(from), to: dayOf(to) };
}

function dayOf(value: unknown) {
  return typeof value === 'string' ? (parseDay(value) ?? undefined) : undefined;
}
