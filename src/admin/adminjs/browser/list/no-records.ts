import { createElement as h, type MouseEvent } from 'react';
import { useTranslation, type NoRecordsProps } from 'adminjs';
import { describeEmptyList } from '../../list/describe-list.js';
import { followLink } from '../navigate.js';

/** Replaces AdminJS's picture in an empty list: says what the list would hold and what to do, or leads out of a filter that finds nothing. */
export function NoRecords({ resource }: NoRecordsProps) {
  const { text, wholeList } = describeEmptyList(resource.id, location.search, useTranslation());
  const href = resource.href ?? '';
  return h(
    'p',
    { className: 'ds-empty-list', 'data-testid': 'empty-list' },
    text,
    wholeList === null
      ? null
      : h('a', { className: 'ds-link', href, onClick: (event: MouseEvent) => followLink(event, href) }, wholeList),
  );
}
