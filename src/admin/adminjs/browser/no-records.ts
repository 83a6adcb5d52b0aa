import { createElement as h, type MouseEvent } from 'react';
import { useTranslation, type NoRecordsProps } from 'adminjs';
import { followLink } from './navigate.js';

/** Replaces AdminJS's picture in an empty list: says what the list would hold and what to do, or leads out of a filter that finds nothing. */
export function NoRecords({ resource }: NoRecordsProps) {
  const { tm } = useTranslation();
  const isPartOfList = [...new URLSearchParams(location.search).keys()].some(
    (name) => name === 'page' || name.startsWith('filters.'),
  );
  const href = resource.href ?? '';
  return h(
    'p',
    { className: 'ds-empty-list', 'data-testid': 'empty-list' },
    isPartOfList ? `${tm('controls.nothing')}. ` : tm(`controls.empty.${resource.id}`),
    isPartOfList
      ? h(
          'a',
          { className: 'ds-link', href, onClick: (event: MouseEvent) => followLink(event, href) },
          tm('controls.wholeList'),
        )
      : null,
  );
}
