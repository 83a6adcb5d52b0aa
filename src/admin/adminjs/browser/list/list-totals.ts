import { createElement as h, useEffect, useState } from 'react';
import { ApiClient, useTranslation } from 'adminjs';
import { findServerTotals } from './list-handover.js';
import type { ListTotal } from '../../record-panel.js';

interface ListTotalsProps {
  readonly resourceId: string;
  /** The query of the list's address, with its filters. */
  readonly search: string;
}

/** The figures of all rows of a filtered list, above the list. */
export function ListTotals({ resourceId, search }: ListTotalsProps) {
  const { tm } = useTranslation();
  const [totals, setTotals] = useState<readonly ListTotal[]>(findServerTotals(resourceId) ?? []);
  useEffect(() => {
    const known = findServerTotals(resourceId);
    if (known) {
      setTotals(known);
      return undefined;
    }
    let isCurrent = true;
    const filters = [...new URLSearchParams(search)].filter(([name]) => name.startsWith('filters.'));
    void new ApiClient()
      .resourceAction({ resourceId, actionName: 'totals', params: Object.fromEntries(filters) })
      .then(({ data }) => {
        if (isCurrent) setTotals((data as unknown as { totals: readonly ListTotal[] }).totals);
      });
    return () => {
      isCurrent = false;
    };
  }, [resourceId, search]);
  return h(
    'dl',
    { className: 'ds-totals', 'data-testid': 'list-totals', 'aria-label': tm('controls.totals') },
    totals.map(({ label, value, isWide }) =>
      h(
        'div',
        { key: label, className: isWide ? 'ds-wide' : undefined },
        h('dt', null, label),
        h('dd', { className: 'ds-number' }, value),
      ),
    ),
  );
}
