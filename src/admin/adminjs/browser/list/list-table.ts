import { createElement as h, useEffect, type ComponentType } from 'react';
import type { RecordsTableProps } from 'adminjs';
import { noteTableDrawn } from './list-handover.js';

type ListTableProps = RecordsTableProps & { readonly OriginalComponent: ComponentType<RecordsTableProps> };

/** Wraps AdminJS's table of a list and reports when its rows are drawn. */
export function ListTable({ OriginalComponent, ...props }: ListTableProps) {
  const { isLoading, records } = props;
  useEffect(() => {
    if (!isLoading) noteTableDrawn();
  }, [isLoading, records]);
  return h(OriginalComponent, props);
}
