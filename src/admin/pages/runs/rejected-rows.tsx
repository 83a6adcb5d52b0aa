/** @jsxImportSource preact */
import type { RecordFormatter } from '../../adminjs/record-formatter.js';
import { formatMessage } from '../../i18n/format-message.js';
import type { Messages } from '../../i18n/messages.js';
import { RecordTable } from '../../shell/components/record-table.js';
import type { RunDto, RunQuarantinedRow } from '../../../sync/index.js';

interface RejectedRowsProps {
  readonly messages: Messages;
  readonly formatter: RecordFormatter;
  readonly run: RunDto;
  readonly rows: readonly RunQuarantinedRow[];
}

/** The rows of a run that validation rejected: whose, which day, and what is wrong. */
export function RejectedRows({ messages, formatter, run, rows }: RejectedRowsProps) {
  const { fields } = messages.lists;
  const text = messages.operators.run;
  const total = run.counts.quarantined;
  return (
    <div id="run-rejected" data-live>
      {total > 0 && (
        <section class="card" aria-labelledby="run-rejected-title">
          <h2 id="run-rejected-title">{text.rejectedTitle}</h2>
          <p class="muted">{text.rejectedHint}</p>
          <RecordTable
            labelledBy="run-rejected-title"
            headings={[text.restaurant, fields.date, fields.field, fields.value, fields.reason]}
          >
            {rows.map((row) => (
              <tr key={row.id} data-testid="rejected-row">
                <th scope="row">
                  <a href={`/admin?client=${row.clientId}`}>
                    <bdi>{row.clientName}</bdi>
                  </a>
                </th>
                <td>{formatter.day(row.date)}</td>
                <td>{row.field ?? messages.lists.none}</td>
                <td>{row.value ?? messages.lists.none}</td>
                <td>{formatter.rejection(row.reason)}</td>
              </tr>
            ))}
          </RecordTable>
          {total > rows.length && (
            <p>
              <a href={`/admin/resources/quarantine?filters.runId=${run.id}`}>
                {formatMessage(formatter.language, text.moreRows, { count: total - rows.length })}
              </a>
            </p>
          )}
        </section>
      )}
    </div>
  );
}
