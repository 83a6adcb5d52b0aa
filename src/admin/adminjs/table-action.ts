import type { Message } from '../i18n/messages.js';
import type { RecordFormatter } from './record-formatter.js';
import type { DisplayRow } from './table.js';
import type { Actor, Role } from '../../auth/index.js';

/** The fields of a form that may be edited, as the text that the browser sent. */
export type FormValues = Readonly<Record<string, string>>;

/** What a person can do in a table. An action that changes something is sent as a POST and goes through a service. */
export type TableAction = FormAction | RowAction | BulkAction | PageAction | BulkPageAction;

interface NamedAction {
  readonly name: string;
  /** The least powerful role that may use it. */
  readonly access: Role;
}

/** `new` and `edit`. */
export interface FormAction extends NamedAction {
  readonly kind: 'new' | 'edit';
  /** Saves a form and returns the id of its row. Throws a UserError whose details name the fields. */
  submit(form: FormValues, actor: Actor, row: DisplayRow | null): Promise<string | number>;
  /** What an empty form holds. */
  readonly prefill?: FormValues;
  /** The path to which the browser sends a POST after a form was saved, in which `{id}` stands for the id of the row. */
  readonly thenPost?: string;
}

interface Command extends NamedAction {
  readonly icon: string;
  /** A key of the messages' `guards`: the question that a person confirms first. */
  readonly guard?: string;
}

/** Changes one row. A row for which `isApplicable` is false does not offer it. */
export interface RowAction extends Command {
  readonly kind: 'row';
  isApplicable(row: DisplayRow): boolean;
  run(id: number, actor: Actor): Promise<unknown>;
  /** Returns what the person reads afterwards. */
  getSuccessMessage(messages: RecordFormatter['messages']): string;
}

/** Leads from a row to a server-rendered page. A row for which `isApplicable` is false does not offer it. */
export interface PageAction extends NamedAction {
  readonly kind: 'page';
  readonly icon: string;
  /** The path of the page, in which `{field}` stands for a value of the row. */
  readonly path: string;
  isApplicable(row: DisplayRow): boolean;
}

/** Leads from the selected rows to a server-rendered page. */
export interface BulkPageAction extends NamedAction {
  readonly kind: 'bulkPage';
  readonly icon: string;
  /** The path of the page, in which `{ids}` stands for the ids with commas between them, and `{list}` for the query of the list. */
  readonly path: string;
}

/** Changes the selected rows at once. */
export interface BulkAction extends Command {
  readonly kind: 'bulk';
  /** Returns how many rows it changed. */
  run(ids: readonly number[], actor: Actor): Promise<number>;
  /** Returns what the person reads afterwards, for any number of changed rows. */
  getSuccessMessage(messages: RecordFormatter['messages']): Message<'count'>;
}
