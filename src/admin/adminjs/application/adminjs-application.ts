import { ApiController, AppController } from 'adminjs';
import type {
  ActionContext,
  BaseRecord,
  BaseResource,
  CurrentAdmin,
  default as AdminJS,
  ListActionResponse,
  ResourceJSON,
  TranslateFunctions,
} from 'adminjs';
import type { Language } from '../../i18n/messages.js';
import { divideAdminjsPage, type AdminjsPage } from '../adminjs-document.js';
import type { ListTotal } from '../record-panel.js';
import type { Table } from '../table.js';
import type { Viewer } from '../viewer.js';
import { TableResource } from './table-resource.js';
import { createTranslate } from './translate.js';
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

/** A list as a viewer sees it, with all that is needed to draw it. */
export interface ViewedList {
  readonly resource: ResourceJSON;
  /** What the API returns for the same query. */
  readonly response: ListActionResponse;
  /** The figures of all rows; empty for a table without them. */
  readonly totals: readonly ListTotal[];
  readonly translate: TranslateFunctions;
}

/** The `AdminJS` instance, reduced to what our controllers call in the place of its own router. */
export class AdminjsApplication {
  private readonly pages = new Map<string, Promise<AdminjsPage>>();
  private readonly translates = new Map<Language, TranslateFunctions>();

  constructor(private readonly admin: AdminJS) {}

  /** Reads a list on behalf of a viewer. @param query the parsed query of its address */
  async readList(viewer: Viewer, { table }: PanelAction, query: Record<string, unknown>): Promise<ViewedList> {
    const api = this.apiFor(viewer);
    const call = (action: string) =>
      api.resourceAction({ method: 'get', query, params: { resourceId: table.id, action } }, null);
    const response = await call('list');
    const { totals } = table.totals
      ? ((await call('totals')) as unknown as Pick<ViewedList, 'totals'>)
      : { totals: [] };
    return {
      resource: this.admin
        .findResource(table.id)
        .decorate()
        .toJSON({ ...viewer } as unknown as CurrentAdmin),
      response: response as ListActionResponse,
      totals,
      translate: await this.translateFor(viewer),
    };
  }

  /**
   * Returns AdminJS's page. One page serves every path, because its script reads the path, and every viewer with the same role and
   * language: the page does not name the viewer.
   */
  pageFor({ role, language }: Viewer): Promise<AdminjsPage> {
    const key = `${role} ${language}`;
    let page = this.pages.get(key);
    if (!page) {
      page = this.renderPage({ kind: 'session', id: 0, email: '', role, language });
      this.pages.set(key, page);
      // The next reader tries again.
      page.catch(() => this.pages.delete(key));
    }
    return page;
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

  private async renderPage(viewer: Viewer): Promise<AdminjsPage> {
    return divideAdminjsPage(await new AppController({ admin: this.admin }, { ...viewer }).index());
  }

  private async translateFor(viewer: Viewer): Promise<TranslateFunctions> {
    const { language } = viewer;
    const known = this.translates.get(language);
    if (known) return known;
    const { locale } = this.admin.options;
    if (typeof locale !== 'function') throw new Error('AdminJS has no messages of ours');
    const translate = createTranslate(await locale({ ...viewer } as unknown as CurrentAdmin));
    this.translates.set(language, translate);
    return translate;
  }
}
