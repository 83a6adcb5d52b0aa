import type { BasePropertyJSON, RecordJSON, TranslateFunctions } from 'adminjs';
import type { Place } from '../table.js';
import { pagePathOf, recordPathOf } from './page-path.js';

// The server draws these descriptions with Preact in the page that it sends, and the browser with React in AdminJS's
// application, so that both show the same.

/** A column, and a record with its values. */
export interface ValueSource {
  readonly property: BasePropertyJSON;
  readonly record: RecordJSON;
}

type Translate = Pick<TranslateFunctions, 'tl' | 'tp'>;

/** An element with one text. */
export interface ElementDescription {
  readonly tag: 'a' | 'span';
  readonly attributes: {
    readonly className?: string;
    readonly href?: string;
    readonly target?: string;
    readonly rel?: string;
  };
  readonly text: string;
  /** Set for a link to a page that AdminJS shows without a reload. */
  readonly isInAdminjs?: true;
}

/** A cell of a list. On a narrow screen it is a part of the row's card, with its label. */
export interface CellDescription {
  readonly className: string;
  /** The whole text, for which the cell may have no room. */
  readonly title: string | undefined;
  readonly label: string;
  readonly value: ElementDescription;
}

/** The head of a column. */
export interface HeadDescription {
  readonly className: string | undefined;
  readonly label: string;
  /** The query of the list when it is sorted by this column; null for a column that is not sortable. */
  readonly search: string | null;
  /** How the list is sorted by this column; null when it is sorted by another. */
  readonly sorted: 'asc' | 'desc' | null;
}

/** What the server says about how a column is drawn; see `toPropertyOptions`. */
interface Look {
  readonly isNumber?: boolean;
  /** The meaning of each value, which colours it. */
  readonly tones?: Readonly<Record<string, string>>;
  /** The value with the address that this one links to. */
  readonly hrefColumn?: string;
  readonly place?: Place;
}

const NONE: ElementDescription = { tag: 'span', attributes: { className: 'ds-none' }, text: '—' };

/** Describes a value: a number, a status in the colour of its meaning, a name that it refers to, or text; "—" without one. */
export function describeValue(source: ValueSource, translate: Translate): ElementDescription {
  const { property, record } = source;
  const value: unknown = record.params[property.propertyPath];
  if (!isShown(value)) return NONE;
  const text = textOf(source, translate);
  if (property.reference !== null) return describeReference(source, property.reference, text);
  const { isNumber, tones, hrefColumn } = lookOf(property);
  const href: unknown = hrefColumn === undefined ? null : record.params[hrefColumn];
  if (typeof href === 'string') return { tag: 'a', attributes: { className: 'ds-link', href, ...tabOf(href) }, text };
  if (tones) {
    return { tag: 'span', attributes: { className: `ds-badge ds-${tones[String(value)] ?? 'neutral'}` }, text };
  }
  return { tag: 'span', attributes: isNumber ? { className: 'ds-number' } : {}, text };
}

/** Describes a cell of a list with its value. */
export function describeCell(source: ValueSource, translate: Translate): CellDescription {
  const { property, record } = source;
  const { isNumber = false, place = 'line' } = lookOf(property);
  const isEmpty = !isShown(record.params[property.propertyPath]);
  return {
    className: `ds-cell ds-place-${place}${isNumber ? ' ds-right' : ''}${isEmpty ? ' ds-empty' : ''}`,
    title: isEmpty ? undefined : textOf(source, translate),
    // The list's head and the record's page name the time zone.
    label: translate.tp(property.label, property.resourceId).replace(/ \(.*\)$/, ''),
    value: describeValue(source, translate),
  };
}

/** How a list is sorted. */
export interface Sorting {
  readonly sortBy?: string | undefined;
  readonly direction?: 'asc' | 'desc' | undefined;
}

/** Describes the head of a column in a list whose address has the query `search`. */
export function describeHead(
  property: BasePropertyJSON,
  { sortBy, direction }: Sorting,
  search: string,
  { tp }: Translate,
): HeadDescription {
  const sorted = sortBy === property.propertyPath ? (direction ?? 'asc') : null;
  const query = new URLSearchParams(search);
  query.set('direction', sorted === 'asc' ? 'desc' : 'asc');
  query.set('sortBy', property.propertyPath);
  return {
    className: lookOf(property).isNumber ? 'ds-right' : undefined,
    label: tp(property.label, property.resourceId),
    search: property.isSortable ? `?${query.toString()}` : null,
    sorted: property.isSortable ? sorted : null,
  };
}

/** The shape of the mark at the column that sorts a list, in a square of 24. */
export const SORT_MARKS = { asc: '18 15 12 9 6 15', desc: '6 9 12 15 18 9' } as const;

/** Describes the name of the record that a value refers to, as a link where there is a page. */
function describeReference({ property, record }: ValueSource, table: string, text: string): ElementDescription {
  const referred = record.populated[property.propertyPath];
  const href = referred ? recordPathOf(table, referred) : null;
  if (!referred || href === null) return { tag: 'span', attributes: {}, text };
  const show = referred.recordActions.find(({ name }) => name === 'show');
  const isInAdminjs = show !== undefined && pagePathOf(show, referred) === null;
  return { tag: 'a', attributes: { className: 'ds-link', href }, text, ...(isInAdminjs && { isInAdminjs }) };
}

/** Returns the text of a value: that of the messages for one of a few values, the name of a record that it refers to, or itself. */
function textOf({ property, record }: ValueSource, { tl }: Translate): string {
  const value = String(record.params[property.propertyPath]);
  if (property.availableValues) return tl(`${property.propertyPath}.${value}`, property.resourceId);
  return record.populated[property.propertyPath]?.title ?? value;
}

/** Another site opens in a tab of its own. */
function tabOf(href: string) {
  return href.startsWith('https://') ? { target: '_blank', rel: 'noopener noreferrer' } : {};
}

function lookOf({ custom }: BasePropertyJSON): Look {
  return custom;
}

function isShown(value: unknown): boolean {
  return value !== null && value !== undefined && value !== '' && value !== '—';
}
