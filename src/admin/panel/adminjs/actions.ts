import type { Action, ActionContext, ActionRequest, ActionResponse, BaseRecord, RecordJSON } from 'adminjs';
import type { Actor } from '../../../auth/actor.js';
import { mayActAs, type Role } from '../../../auth/roles.js';
import { UserError } from '../../../errors.js';
import { counted } from '../../locales/words.js';
import { ruleIn } from '../rule-words.js';
import type { BulkAction, Form, FormAction, PageAction, RowAction, TableAction } from '../table-action.js';
import type { Shown, Table } from '../table.js';
import { TableResource, viewerOf, type TableSource } from './table-resource.js';

/** What the controller hands a handler where AdminJS expects the response. */
export interface Doer {
  readonly by: Actor;
}

type Options = Partial<Action<ActionResponse>>;

/** AdminJS's actions for a table: its own readers for whoever may see the table, ours for whoever may do them, nothing else. */
export function actionsOf(table: Table, source: TableSource): Record<string, Options> {
  const readable = { isAccessible: allowed(table.access) };
  const hidden = { isAccessible: false, isVisible: false };
  const pages = table.lookupOnly ? hidden : readable;
  return {
    search: readable,
    list: pages,
    show: pages,
    new: hidden,
    edit: hidden,
    delete: hidden,
    bulkDelete: hidden,
    ...Object.fromEntries(table.actions.map((action) => [action.name, optionsOf(action, table, source)])),
  };
}

function optionsOf(action: TableAction, table: Table, source: TableSource): Options {
  switch (action.kind) {
    case 'new':
    case 'edit':
      return { isAccessible: allowed(action.access), handler: saving(action, table) };
    case 'row':
      return {
        ...verb(action),
        actionType: 'record',
        isAccessible: applying(action),
        handler: doingToOne(action, source),
      };
    case 'page':
      return {
        icon: action.icon,
        component: 'OwnPage',
        custom: { path: action.path },
        actionType: 'record',
        isAccessible: applying(action),
        handler: (_request, _response, { record, currentAdmin }) => ({ record: record?.toJSON(currentAdmin) }),
      };
    case 'bulk':
      return {
        ...verb(action),
        actionType: 'bulk',
        isAccessible: allowed(action.access),
        handler: doingToMany(action, source),
      };
  }
}

function verb({ icon, guard }: RowAction | BulkAction): Options {
  return { icon, component: false, ...(guard !== undefined && { guard: `guards.${guard}` }) };
}

function allowed(role: Role) {
  return (context: ActionContext) => mayActAs(viewerOf(context).role, role);
}

function applying(action: RowAction | PageAction) {
  return (context: ActionContext) =>
    allowed(action.access)(context) && (!context.record || action.applies(rowOf(context.record)));
}

function saving(action: FormAction, table: Table) {
  return async (request: ActionRequest, { by }: Doer, context: ActionContext): Promise<ActionResponse> => {
    const { record, currentAdmin } = context;
    if (request.method !== 'post') return record ? { record: record.toJSON(currentAdmin) } : {};
    const resource = resourceOf(context);
    const form = formOf(request, table);
    try {
      const id = await action.submit(form, by, record ? rowOf(record) : null);
      return {
        redirectUrl: context.h.recordActionUrl({ resourceId: table.id, recordId: String(id), actionName: 'show' }),
        notice: { message: action.kind === 'new' ? 'successfullyCreated' : 'successfullyUpdated', type: 'success' },
        record: await current(resource, String(id), context),
      };
    } catch (error) {
      return refused(error, (record ?? resource.record({ id: '' })).toJSON(currentAdmin), context);
    }
  };
}

function doingToOne(action: RowAction, source: TableSource) {
  return async (_request: ActionRequest, { by }: Doer, context: ActionContext): Promise<ActionResponse> => {
    const { record, currentAdmin } = context;
    if (!record) throw new UserError('not_found', 'There is no such record', 404);
    try {
      await action.run(Number(record.id()), by);
    } catch (error) {
      return refused(error, record.toJSON(currentAdmin), context);
    }
    return {
      record: await current(resourceOf(context), record.id(), context),
      notice: { message: action.done(source.display(viewerOf(context)).words), type: 'success' },
      redirectUrl: context.h.resourceUrl({ resourceId: resourceOf(context).id() }),
    };
  };
}

function doingToMany(action: BulkAction, source: TableSource) {
  return async (_request: ActionRequest, { by }: Doer, context: ActionContext): Promise<ActionResponse> => {
    const { records = [], currentAdmin } = context;
    const shown = records.map((record) => record.toJSON(currentAdmin));
    let done: number;
    try {
      done = await action.run(
        records.map((record) => Number(record.id())),
        by,
      );
    } catch (error) {
      return { records: shown, notice: noticeOf(error, context) };
    }
    const { words, language } = source.display(viewerOf(context));
    return {
      records: shown,
      notice: { message: counted(language, action.done(words), done), type: 'success' },
      redirectUrl: context.h.resourceUrl({ resourceId: resourceOf(context).id() }),
    };
  };
}

/** A refusal of a service as AdminJS shows it: each rule at its field, or in the notice when it is about no field. */
function refused(error: unknown, record: RecordJSON, context: ActionContext): ActionResponse {
  const notice = noticeOf(error, context);
  const details = error instanceof UserError ? error.details : [];
  const errors = Object.fromEntries(
    details.map(({ path, message }) => [path, { type: 'rule', message: ruleIn(viewerOf(context).language, message) }]),
  );
  return { record: { ...record, errors }, notice };
}

/** @throws the error itself when it is nobody's mistake */
function noticeOf(error: unknown, context: ActionContext) {
  if (!(error instanceof UserError)) throw error;
  const { language } = viewerOf(context);
  const message = error.details.length > 0 ? 'thereWereValidationErrors' : ruleIn(language, error.message);
  return { message, type: 'error' as const };
}

/** The fields that may be edited; what else the browser sent, it was not asked for. A textarea's line ends are the browser's. */
function formOf(request: ActionRequest, table: Table): Form {
  const payload: Record<string, unknown> = request.payload ?? {};
  return Object.fromEntries(
    table.edit.flatMap((name): [string, string][] => {
      const value = payload[name];
      if (value === null) return [[name, '']];
      return typeof value === 'string' ? [[name, value.replace(/\r\n/g, '\n')]] : [];
    }),
  );
}

async function current(resource: TableResource, id: string, context: ActionContext): Promise<RecordJSON> {
  const record = await resource.findOne(id, context);
  return (record ?? resource.record({ id })).toJSON(context.currentAdmin);
}

function resourceOf({ resource }: ActionContext): TableResource {
  if (!(resource instanceof TableResource)) throw new Error('AdminJS knows a resource that is not ours');
  return resource;
}

function rowOf(record: BaseRecord): Shown {
  return record.params as Shown;
}
