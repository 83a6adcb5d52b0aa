import { createElement as h } from 'react';
import {
  SortLink,
  useTranslation,
  type BasePropertyJSON,
  type PropertyHeaderProps,
  type ShowPropertyProps,
} from 'adminjs';
import { followLink } from './navigate.js';
import { pagePathOf } from './redirects.js';
import type { Place } from '../table.js';

/** What the server says about how a column is drawn; see `toPropertyOptions`. */
interface Look {
  readonly isNumber?: boolean;
  /** The meaning of each value, which colours it. */
  readonly tones?: Readonly<Record<string, string>>;
  /** The value with the address that this one links to. */
  readonly hrefColumn?: string;
  readonly place?: Place;
}

type ValueProps = Pick<ShowPropertyProps, 'property' | 'record'>;

function lookOf({ custom }: BasePropertyJSON): Look {
  return custom;
}

/** A value in a list or on a record's page: a number, a status in the colour of its meaning, or text; "—" without one. */
export function PropertyValue(props: ShowPropertyProps) {
  const { property, record } = props;
  const text = useText(props);
  const value: unknown = record.params[property.path];
  if (!isShown(value)) return h('span', { className: 'ds-none' }, '—');
  const { isNumber, tones, hrefColumn } = lookOf(property);
  const href: unknown = hrefColumn === undefined ? null : record.params[hrefColumn];
  if (typeof href === 'string') return h('a', { className: 'ds-link', href, ...tabOf(href) }, text);
  if (tones) return h('span', { className: `ds-badge ds-${tones[String(value)] ?? 'neutral'}` }, text);
  return h('span', isNumber ? { className: 'ds-number' } : null, text);
}

/** Returns the text of a value: that of the messages for one of a few values, the name of a record that it refers to, or itself. */
function useText({ property, record, resource }: ShowPropertyProps): string {
  const { tl } = useTranslation();
  const value = String(record.params[property.path]);
  if (property.availableValues) return tl(`${property.propertyPath}.${value}`, resource.id);
  return record.populated[property.path]?.title ?? value;
}

/** Another site opens in a tab of its own. */
function tabOf(href: string) {
  return href.startsWith('https://') ? { target: '_blank', rel: 'noopener noreferrer' } : {};
}

/** The name of the record that a value refers to, as a link where there is a page. */
export function ReferenceValue({ property, record }: ValueProps) {
  const id: unknown = record.params[property.path];
  const referred = record.populated[property.path];
  if (!isShown(id)) return h('span', { className: 'ds-none' }, '—');
  const text = referred?.title ?? String(id);
  const show = referred?.recordActions.find(({ name }) => name === 'show');
  if (!referred || !show || property.reference === null) return h('span', null, text);
  const pagePath = pagePathOf(show, referred);
  if (pagePath !== null) return h('a', { className: 'ds-link', href: pagePath }, text);
  const href = `/admin/resources/${property.reference}/records/${encodeURIComponent(String(id))}/show`;
  return h('a', { className: 'ds-link', href, onClick: (event) => followLink(event, href) }, text);
}

/** A text of several lines on a record's page. */
export function TextShow(props: ShowPropertyProps) {
  const { tp } = useTranslation();
  const { property } = props;
  return h(
    'section',
    { className: 'ds-value' },
    h('label', null, tp(property.label, property.resourceId)),
    h('div', { className: 'ds-lines' }, h(PropertyValue, props)),
  );
}

/** A cell of a list. On a narrow screen it is a part of the row's card, with its label. */
export function ListValue(props: ShowPropertyProps) {
  return h(Cell, props, h(PropertyValue, props));
}

/** A cell of a list that refers to another record. */
export function ReferenceListValue(props: ShowPropertyProps) {
  return h(Cell, props, h(ReferenceValue, props));
}

function Cell({ children, ...props }: ShowPropertyProps & { readonly children?: ReturnType<typeof h> }) {
  const { property, record } = props;
  const { tp } = useTranslation();
  const text = useText(props);
  const { isNumber = false, place = 'line' } = lookOf(property);
  const isEmpty = !isShown(record.params[property.path]);
  return h(
    'div',
    {
      className: `ds-cell ds-place-${place}${isNumber ? ' ds-right' : ''}${isEmpty ? ' ds-empty' : ''}`,
      title: isEmpty ? undefined : text,
    },
    // The list's head and the record's page name the time zone.
    h('span', { className: 'ds-label' }, tp(property.label, property.resourceId).replace(/ \(.*\)$/, '')),
    children,
  );
}

/** The head of a column, aligned as its values. */
export function PropertyHeader(props: PropertyHeaderProps) {
  const { property } = props;
  const { tp } = useTranslation();
  return h(
    'th',
    { scope: 'col', className: lookOf(property).isNumber ? 'ds-right' : undefined },
    property.isSortable ? h(SortLink, props) : tp(property.label, property.resourceId),
  );
}

function isShown(value: unknown): boolean {
  return value !== null && value !== undefined && value !== '' && value !== '—';
}
