import { ApiController, AppController } from 'adminjs';
import type { ActionContext, BaseRecord, CurrentAdmin, BaseResource, default as AdminJS } from 'adminjs';
import type { Table } from '../table.js';
import type { Viewer } from '../viewer.js';
import { TableResource } from './table-resource.js';
import { UserError } from '../../../domain/index.js';

type ActionDecorator = ReturnType<BaseResource['decorate']>['actions'][string];

/** What an action is called on: a whole table, one record, or the selected records. */
export type ActionTarget = 'resource' | 'record' | 'bulk';

const isCalledOn: Readonly<Record<ActionTarget, (action: ActionDecorator) => boolean>> = {
  resource: (action) => action.isResourceType(),
  record: (action) => action.isRecordType(),
  bulk: (action) => action.isBulkType(),
};

/** An action of a table, with what has to be checked before AdminJS runs it: AdminJS reports a refusal as a success. */
export class PanelAction {
  constructor(
    private readonly action: ActionDecorator,
    private readonly resource: TableResource,
  ) {}

  get table(): Table {
    return this.resource.table;
  }

  /** @throws UserError 403 when the viewer may not call it, on this record. */
  assertAccessible(viewer: Viewer, record?: BaseRecord): void {
    if (!this.action.isAccessible(viewer as unknown as CurrentAdmin, record)) {
      throw new UserError('forbidden', 'You may not do this here', 403);
    }
  }

  /** Returns the records with these ids. @throws UserError 404 when there is none. */
  async findRecords(ids: string[], viewer: Viewer): Promise<BaseRecord[]> {
    const records = await this.resource.findMany(ids, { currentAdmin: viewer } as unknown as ActionContext);
    if (records.length === 0) throw new UserError('not_found', 'There is no such record', 404);
    return records;
  }
}

/** The `AdminJS` instance, reduced to what our controllers call in the place of its own router. */
export class AdminjsApplication {
  constructor(private readonly admin: AdminJS) {}

  /** Renders AdminJS's page in its own markup. One page serves every path: its script reads the path. */
  renderPage(viewer: Viewer): Promise<string> {
    return new AppController({ admin: this.admin }, { ...viewer }).index();
  }

  /** Returns AdminJS's API on behalf of a viewer. */
  apiFor(viewer: Viewer): ApiController {
    return new ApiController({ admin: this.admin }, { ...viewer });
  }

  /** Returns an action of a table; null when there is none that is called on `target`. */
  findAction(resourceId: string, name: string, target: ActionTarget): PanelAction | null {
    const resource = this.admin.resources.find((known) => known.id() === resourceId);
    if (!(resource instanceof TableResource)) return null;
    const { actions } = resource.decorate();
    const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
    return action && isCalledOn[target](action) ? new PanelAction(action, resource) : null;
  }

  hasPage(name: string): boolean {
    return Object.hasOwn(this.admin.options.pages ?? {}, name);
  }
}
