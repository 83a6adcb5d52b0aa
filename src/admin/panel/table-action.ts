import type { Actor } from '../../auth/actor.js';
import type { Role } from '../../auth/roles.js';
import type { Plural } from '../locales/words.js';
import type { Display } from './display.js';
import type { Shown } from './table.js';

/** A form as the browser sent it: the fields of the table that may be edited, as text. */
export type Form = Readonly<Record<string, string>>;

/** What can be done in a table. Whatever changes something is sent as a POST and goes through a service. */
export type TableAction = FormAction | RowAction | BulkAction | PageAction;

interface Described {
  readonly name: string;
  /** Who may do it. */
  readonly access: Role;
}

/** `new` and `edit`: takes a form and answers the row's id. @throws UserError whose details name fields */
export interface FormAction extends Described {
  readonly kind: 'new' | 'edit';
  submit(form: Form, by: Actor, row: Shown | null): Promise<string | number>;
}

interface Verb extends Described {
  readonly icon: string;
  /** A key of the locales' `guards`: asked before it is done. */
  readonly guard?: string;
}

/** Something done to one row; absent from rows that `applies` is false of. */
export interface RowAction extends Verb {
  readonly kind: 'row';
  applies(row: Shown): boolean;
  run(id: number, by: Actor): Promise<unknown>;
  /** What is said afterwards. */
  done(words: Display['words']): string;
}

/** A page of our own that a row leads to; absent from rows that `applies` is false of. */
export interface PageAction extends Described {
  readonly kind: 'page';
  readonly icon: string;
  /** Its path; `{field}` is a value of the row. */
  readonly path: string;
  applies(row: Shown): boolean;
}

/** Something done to the selected rows at once. */
export interface BulkAction extends Verb {
  readonly kind: 'bulk';
  run(ids: readonly number[], by: Actor): Promise<number>;
  done(words: Display['words']): Plural;
}
