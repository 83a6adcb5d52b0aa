import type { Action, ActionContext, ActionRequest, ActionResponse, BaseRecord, RecordJSON } from 'adminjs';
import { formatMessage } from '../../i18n/format-message.js';
import { translateValidationMessage } from '../translate-validation-message.js';
import type { BulkAction, FormValues, FormAction, PageAction, RowAction, TableAction } from '../table-action.js';
import type { DisplayRow, Table } from '../table.js';
import { panelsOptions, totalsOptions } from './read-actions.js';
import {
  requireRole,
  requireViewer,
  toTableResource,
  type TableDependencies,
  type TableResource,
} from './table-resource.js';
import type { Actor } from '../../../auth/index.js';
import { UserError } from '../../../domain/index.js';

/** A call of an action. Our controller passes it where AdminJS passes the HTTP response. */
export interface ActionCall {
  readonly actor: Actor;
  /** The status of the refusal, which the action sets when a service refuses; null when it was done. */
  refusedWith: number | null;
}

type Options = Partial<Action<ActionResponse>>;

/**
 * Returns AdminJS's actions for a table: its own actions that read, for everybody who may see the table, and the actions of the
 * table with their own access. Every other action of AdminJS is switched off.
 */
export function createActions(table: Table, dependencies: TableDependencies): Record<string, Options> {
  const readable = { isAccessible: requireRole(table.access) };
  const hidden = { isAccessible: false, isVisible: false };
  const pages = table.isLookupOnly ? hidden : readable;
  return {
    search: readable,
    list: { ...pages, custom: { hasTotals: table.totals !== undefined } },
    totals: table.totals ? totalsOptions(table) : hidden,
    panels: table.panels ? panelsOptions(table) : hidden,
    // A form shows the title of the record that it refers to.
    show: showOptions(table, pages),
    new: hidden,
    edit: hidden,
    delete: hidden,
    bulkDelete: hidden,
    ...Object.fromEntries(table.actions.map((action) => [action.name, toActionOptions(action, table, dependencies)])),
  };
}

/** A record's page is AdminJS's, a page that the server renders, or none. */
function showOptions(table: Table, pages: Options): Options {
  if (table.isLookupOnly) return { ...pages, isAccessible: requireRole(table.access), isVisible: false };
  if (table.recordPath === undefined) return { ...pages, custom: { hasPanels: table.panels !== undefined } };
  return { ...pages, component: 'RecordPageRedirect', custom: { path: table.recordPath } };
}

function toActionOptions(action: TableAction, table: Table, dependencies: TableDependencies): Options {
  switch (action.kind) {
    case 'new':
    case 'edit':
      return {
        isAccessible: requireRole(action.access),
        handler: createFormHandler(action, table),
        // AdminJS fills a form from the query of its address.
        ...(action.prefill && { custom: { search: `?${new URLSearchParams(action.prefill).toString()}` } }),
      };
    case 'row':
      return {
        ...commandOptions(action),
        actionType: 'record',
        isAccessible: requireApplicable(action),
        handler: createRowHandler(action, dependencies),
      };
    case 'page':
      return {
        icon: action.icon,
        component: 'RecordPageRedirect',
        custom: { path: action.path },
        actionType: 'record',
        isAccessible: requireApplicable(action),
        handler: (_request, _response, { record, currentAdmin }) => ({ record: record?.toJSON(currentAdmin) }),
      };
    case 'bulkPage':
      return {
        icon: action.icon,
        component: 'BulkPageRedirect',
        custom: { path: action.path },
        actionType: 'bulk',
        isAccessible: requireRole(action.access),
        handler: (_request, _response, { records = [], currentAdmin }) => ({
          records: records.map((record) => record.toJSON(currentAdmin)),
        }),
      };
    case 'bulk':
      return {
        ...commandOptions(action),
        actionType: 'bulk',
        isAccessible: requireRole(action.access),
        handler: createBulkHandler(action, dependencies),
      };
  }
}

function commandOptions({ icon, guard }: RowAction | BulkAction): Options {
  return { icon, component: false, ...(guard !== undefined && { guard: `guards.${guard}` }) };
}

function requireApplicable(action: RowAction | PageAction) {
  return (context: ActionContext) =>
    requireRole(action.access)(context) && (!context.record || action.isApplicable(toRow(context.record)));
}

function createFormHandler(action: FormAction, table: Table) {
  return async (request: ActionRequest, call: ActionCall, context: ActionContext): Promise<ActionResponse> => {
    const { record, currentAdmin } = context;
    if (request.method !== 'post') return record ? { record: record.toJSON(currentAdmin) } : {};
    const resource = toTableResource(context);
    const form = parseForm(request, table);
    try {
      const id = await action.submit(form, call.actor, record ? toRow(record) : null);
      return {
        redirectUrl: context.h.recordActionUrl({ resourceId: table.id, recordId: String(id), actionName: 'show' }),
        notice: { message: action.kind === 'new' ? 'successfullyCreated' : 'successfullyUpdated', type: 'success' },
        record: await readRecord(resource, String(id), context),
        ...(action.thenPost !== undefined && { thenPost: action.thenPost.replace('{id}', String(id)) }),
      };
    } catch (error) {
      return toErrorResponse(error, call, (record ?? resource.toRecord({ id: '' })).toJSON(currentAdmin), context);
    }
  };
}

function createRowHandler(action: RowAction, dependencies: TableDependencies) {
  return async (_request: ActionRequest, call: ActionCall, context: ActionContext): Promise<ActionResponse> => {
    const { record, currentAdmin } = context;
    if (!record) throw new UserError('not_found', 'There is no such record', 404);
    try {
      await action.run(Number(record.id()), call.actor);
    } catch (error) {
      return toErrorResponse(error, call, record.toJSON(currentAdmin), context);
    }
    return {
      record: await readRecord(toTableResource(context), record.id(), context),
      notice: {
        message: action.getSuccessMessage(dependencies.formatterFor(requireViewer(context)).messages),
        type: 'success',
      },
      redirectUrl: context.h.resourceUrl({ resourceId: toTableResource(context).id() }),
    };
  };
}

function createBulkHandler(action: BulkAction, dependencies: TableDependencies) {
  return async (_request: ActionRequest, call: ActionCall, context: ActionContext): Promise<ActionResponse> => {
    const { records = [], currentAdmin } = context;
    const unchanged = records.map((record) => record.toJSON(currentAdmin));
    let changedCount: number;
    try {
      changedCount = await action.run(
        records.map((record) => Number(record.id())),
        call.actor,
      );
    } catch (error) {
      return { records: unchanged, notice: toErrorNotice(error, call, context) };
    }
    const { messages, language } = dependencies.formatterFor(requireViewer(context));
    return {
      records: unchanged,
      notice: {
        message: formatMessage(language, action.getSuccessMessage(messages), { count: changedCount }),
        type: 'success',
      },
      redirectUrl: context.h.resourceUrl({ resourceId: toTableResource(context).id() }),
    };
  };
}

/** Returns a service's error as AdminJS shows it: each rule at its field, or in the notice when it names no field. */
function toErrorResponse(error: unknown, call: ActionCall, record: RecordJSON, context: ActionContext): ActionResponse {
  const notice = toErrorNotice(error, call, context);
  const details = error instanceof UserError ? error.details : [];
  const errors = Object.fromEntries(
    details.map(({ path, message }) => [
      path,
      { type: 'rule', message: translateValidationMessage(requireViewer(context).language, message) },
    ]),
  );
  return { record: { ...record, errors }, notice };
}

/** Returns the notice of a UserError in the viewer's language and marks the call as refused. Throws every other error on. */
function toErrorNotice(error: unknown, call: ActionCall, context: ActionContext) {
  if (!(error instanceof UserError)) throw error;
  call.refusedWith = error.status;
  const { language } = requireViewer(context);
  const message =
    error.details.length > 0 ? 'thereWereValidationErrors' : translateValidationMessage(language, error.message);
  return { message, type: 'error' as const };
}

/** Returns the fields that may be edited and ignores all others. Line ends of a textarea become `\n`. */
function parseForm(request: ActionRequest, table: Table): FormValues {
  const payload: Record<string, unknown> = request.payload ?? {};
  return Object.fromEntries(
    table.edit.flatMap((name): [string, string][] => {
      const value = payload[name];
      if (value === null) return [[name, '']];
      return typeof value === 'string' ? [[name, value.replace(/\r\n/g, '\n')]] : [];
    }),
  );
}

async function readRecord(resource: TableResource, id: string, context: ActionContext): Promise<RecordJSON> {
  const record = await resource.findOne(id, context);
  return (record ?? resource.toRecord({ id })).toJSON(context.currentAdmin);
}

function toRow(record: BaseRecord): DisplayRow {
  return record.params as DisplayRow;
}
