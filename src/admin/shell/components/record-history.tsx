/** @jsxImportSource preact */
import type { PanelContent } from '../../adminjs/record-panel.js';
import { RecordTable } from './record-table.js';

/** The last audit events of a record, with a link to all of them. */
export function RecordHistory({ title, columns, rows, empty, more }: PanelContent) {
  const headings = columns.map(({ label }) => label);
  return (
    <section class="card" aria-labelledby="history-title" data-testid="history">
      <h2 id="history-title">{title}</h2>
      {rows.length === 0 ? (
        <p class="muted">{empty}</p>
      ) : (
        <RecordTable labelledBy="history-title" headings={headings}>
          {rows.map(([at, ...cells], index) => (
            <tr key={index}>
              <th scope="row">{at}</th>
              {cells.map((text, column) => (
                <td key={column} class="lines">
                  {text}
                </td>
              ))}
            </tr>
          ))}
        </RecordTable>
      )}
      <p>
        <a href={more.href}>{more.label}</a>
      </p>
    </section>
  );
}
