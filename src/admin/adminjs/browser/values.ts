import { createElement as h, type MouseEvent } from 'react';
import { useTranslation, type PropertyHeaderProps, type ShowPropertyProps } from 'adminjs';
import {
  describeCell,
  describeHead,
  describeValue,
  SORT_MARKS,
  type ElementDescription,
} from '../list/describe-value.js';
import { followLink } from './navigate.js';

/** A value in a list or on a record's page. */
export function PropertyValue(props: ShowPropertyProps) {
  return draw(describeValue(props, useTranslation()));
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

/** A cell of a list. */
export function ListValue(props: ShowPropertyProps) {
  const { className, title, label, value } = describeCell(props, useTranslation());
  return h('div', { className, title }, h('span', { className: 'ds-label' }, label), draw(value));
}

/** The head of a column, aligned as its values. */
export function PropertyHeader({ property, sortBy, direction }: PropertyHeaderProps) {
  const { className, label, search, sorted } = describeHead(
    property,
    { sortBy, direction },
    location.search,
    useTranslation(),
  );
  if (search === null) return h('th', { scope: 'col', className }, label);
  const href = location.pathname + search;
  return h(
    'th',
    { scope: 'col', className, 'aria-sort': sorted ? (`${sorted}ending` as const) : undefined },
    h('a', { href, onClick: (event: MouseEvent) => followLink(event, href) }, label, sorted ? sortMark(sorted) : null),
  );
}

function sortMark(sorted: keyof typeof SORT_MARKS) {
  return h(
    'svg',
    { className: 'ds-sort', viewBox: '0 0 24 24', 'aria-hidden': true },
    h('polyline', { points: SORT_MARKS[sorted] }),
  );
}

function draw({ tag, attributes, text, isInAdminjs }: ElementDescription) {
  const { href } = attributes;
  if (!isInAdminjs || href === undefined) return h(tag, attributes, text);
  return h(tag, { ...attributes, onClick: (event: MouseEvent) => followLink(event, href) }, text);
}
