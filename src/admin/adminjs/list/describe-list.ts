import type { ActionJSON, ResourceJSON, TranslateFunctions } from 'adminjs';

/** The start of the parameters that filter a list; the name of a column follows. */
const FILTER = 'filters.';

/** The field that searches a list by the names of its rows. */
export interface SearchField {
  readonly parameter: string;
  /** The text that the list is searched by now. */
  readonly text: string;
}

/** Describes the search of a list; null for a list whose rows have no names. */
export function describeSearch({ titleProperty, filterProperties }: ResourceJSON, search: string): SearchField | null {
  const { name } = titleProperty;
  if (name !== 'name' && name !== 'email') return null;
  if (!filterProperties.some((property) => property.name === name && property.type === 'string')) return null;
  const parameter = FILTER + name;
  return { parameter, text: new URLSearchParams(search).get(parameter) ?? '' };
}

/** Returns the names of the parameters by which a list is filtered. */
export function filtersIn(search: string): string[] {
  return [...new URLSearchParams(search).keys()].filter((name) => name.startsWith(FILTER));
}

/** What a list without rows says: what it would hold and what to do, or that the filter finds nothing. */
export interface EmptyList {
  readonly text: string;
  /** The link that leads out of a filter; null in a list that has no rows at all. */
  readonly wholeList: string | null;
}

/** Describes a list without rows, whose address has the query `search`. */
export function describeEmptyList(id: string, search: string, { tm }: Pick<TranslateFunctions, 'tm'>): EmptyList {
  const isPart = filtersIn(search).length > 0 || new URLSearchParams(search).has('page');
  return isPart
    ? { text: `${tm('controls.nothing')}. `, wholeList: tm('controls.wholeList') }
    : { text: tm(`controls.empty.${id}`), wholeList: null };
}

/** Returns the number of a list's rows as people write it in a language: `60,116`. */
export function toGrouped(total: number, language: string): string {
  return total.toLocaleString(language);
}

/** Returns the action of a list that opens the form for a new row, if the viewer has one. */
export function findNewAction({ resourceActions }: ResourceJSON): ActionJSON | undefined {
  return resourceActions.find(({ name }) => name === 'new');
}

/** Returns the query with which an action's form is opened, so that it is filled in. */
export function prefillOf({ custom }: ActionJSON): string {
  return (custom as { readonly search?: string }).search ?? '';
}

/** Returns whether a list shows figures of all its rows above them. */
export function hasTotals({ custom }: ActionJSON): boolean {
  return (custom as { readonly hasTotals?: boolean }).hasTotals ?? false;
}
