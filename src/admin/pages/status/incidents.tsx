/** @jsxImportSource preact */
import type { RecordFormatter } from '../../adminjs/record-formatter.js';
import type { Messages } from '../../i18n/messages.js';
import { Badge } from '../../shell/components/badge.js';
import { RecordTable } from '../../shell/components/record-table.js';
import type { ServerStatus } from './server-status.service.js';

interface IncidentsProps {
  readonly messages: Messages;
  readonly formatter: RecordFormatter;
  readonly status: ServerStatus;
}

/** The incidents that exist now, those that were reported, and a button that sends a test alert. */
export function Incidents({ messages, formatter, status: { incidents, hasWebhook } }: IncidentsProps) {
  const text = messages.operators.status;
  const { incident } = messages.digest;
  return (
    <section class="card" aria-labelledby="incidents-title">
      <h2 id="incidents-title">{text.incidents}</h2>
      {incidents.current.length === 0 ? (
        <p class="notice">{text.noIncidents}</p>
      ) : (
        <ul class="stack">
          {incidents.current.map((kind) => (
            <li key={kind} data-testid="incident" data-kind={kind}>
              <Badge tone="bad">{incident.started}</Badge> {incident.kinds[kind]}
            </li>
          ))}
        </ul>
      )}
      {incidents.recorded.length > 0 && (
        <details>
          <summary id="recorded-title">{text.recorded}</summary>
          <RecordTable labelledBy="recorded-title" headings={[text.incident, text.began, text.ended]}>
            {incidents.recorded.map(({ id, kind, startedAt, endedAt }) => (
              <tr key={id}>
                <th scope="row">{incident.kinds[kind]}</th>
                <td data-label={text.began}>{formatter.instant(startedAt)}</td>
                <td data-label={text.ended}>{formatter.instant(endedAt)}</td>
              </tr>
            ))}
          </RecordTable>
        </details>
      )}
      {hasWebhook ? (
        <form method="post" action="/admin/status/alert-test">
          <button class="quiet" data-testid="alert-test">
            {text.sendTest}
          </button>
        </form>
      ) : (
        <p class="muted">{text.noWebhook}</p>
      )}
    </section>
  );
}
