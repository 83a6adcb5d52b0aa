import { createElement as h, Fragment, useEffect, useState, type ComponentType } from 'react';
import { ApiClient, type ActionProps } from 'adminjs';
import type { PanelColumn, PanelContent } from '../record-panel.js';

type RecordPageProps = ActionProps & { readonly OriginalComponent: ComponentType<ActionProps> };

/** Replaces the content of a record's page: its values as AdminJS draws them, and the panels of the record. */
export function RecordPage({ OriginalComponent, ...props }: RecordPageProps) {
  const { action, resource, record } = props;
  const { hasPanels = false } = action.custom as { readonly hasPanels?: boolean };
  return h(
    Fragment,
    null,
    h(OriginalComponent, props),
    hasPanels && record ? h(Panels, { key: record.id, resourceId: resource.id, recordId: record.id }) : null,
  );
}

function Panels({ resourceId, recordId }: { readonly resourceId: string; readonly recordId: string }) {
  const [panels, setPanels] = useState<readonly PanelContent[]>([]);
  useEffect(() => {
    let isCurrent = true;
    void new ApiClient().recordAction({ resourceId, recordId, actionName: 'panels' }).then(({ data }) => {
      if (isCurrent) setPanels((data as unknown as { panels: readonly PanelContent[] }).panels);
    });
    return () => {
      isCurrent = false;
    };
  }, [resourceId, recordId]);
  return h(
    Fragment,
    null,
    panels.map((panel) => h(Panel, { key: panel.title, ...panel })),
  );
}

function Panel({ title, columns, rows, empty, more }: PanelContent) {
  return h(
    'section',
    { className: 'ds-panel', 'data-testid': 'record-panel' },
    h('h2', null, title),
    rows.length === 0
      ? h('p', { className: 'ds-none' }, empty)
      : h(
          'table',
          null,
          h(
            'thead',
            null,
            h(
              'tr',
              null,
              columns.map((column) =>
                h('th', { key: column.label, scope: 'col', className: classOf(column) }, column.label),
              ),
            ),
          ),
          h(
            'tbody',
            null,
            rows.map((cells, at) =>
              h(
                'tr',
                { key: at },
                cells.map((text, index) => cell(text, index, columns[index])),
              ),
            ),
          ),
        ),
    h('p', null, h('a', { className: 'ds-link', href: more.href }, more.label)),
  );
}

function cell(text: string, index: number, column: PanelColumn | undefined) {
  return h('td', { key: index, className: column && classOf(column) }, text);
}

function classOf({ isNumber, isWide }: PanelColumn): string {
  return `ds-lines${isNumber ? ' ds-right' : ''}${isWide ? ' ds-wide' : ''}`;
}
