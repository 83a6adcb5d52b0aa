/** @jsxImportSource preact */
import { formatMessage } from '../../i18n/format-message.js';
import type { Language, Messages } from '../../i18n/messages.js';
import type { RecordFormatter } from '../../adminjs/record-formatter.js';
import { RecordTable } from '../../shell/components/record-table.js';
import type { ReceivedPush, UnknownRestaurant } from '../../../ingest/index.js';

interface PushesPageProps {
  readonly language: Language;
  readonly messages: Messages['pages']['pushes'];
  readonly formatter: RecordFormatter;
  readonly pushes: readonly ReceivedPush[];
  readonly unknown: readonly UnknownRestaurant[];
}

/** Lists the restaurants that collectors push and nobody knows, and the newest pushes. */
export function PushesPage({ language, messages, formatter, pushes, unknown }: PushesPageProps) {
  return (
    <section class="card">
      <h1>{messages.title}</h1>
      <h2 id="unknown-title">{messages.unknown}</h2>
      {unknown.length === 0 ? (
        <p class="muted">{messages.noneUnknown}</p>
      ) : (
        <>
          <p>{messages.unknownHint}</p>
          <UnknownTable messages={messages} formatter={formatter} unknown={unknown} />
        </>
      )}
      <h2 id="newest-title">{messages.newest}</h2>
      {pushes.length === 0 ? (
        <p class="muted">{messages.none}</p>
      ) : (
        <PushesTable language={language} messages={messages} formatter={formatter} pushes={pushes} />
      )}
    </section>
  );
}

function UnknownTable({ messages, formatter, unknown }: Pick<PushesPageProps, 'messages' | 'formatter' | 'unknown'>) {
  return (
    <RecordTable
      labelledBy="unknown-title"
      headings={[messages.name, messages.rows, messages.first, messages.last, messages.actor]}
    >
      {unknown.map(({ id, name, rows, firstPushedAt, lastPushedAt, actor }) => (
        <tr key={id}>
          <th scope="row">{name}</th>
          <td data-label={messages.rows}>{formatter.count(rows)}</td>
          <td data-label={messages.first}>{formatter.instant(firstPushedAt)}</td>
          <td data-label={messages.last}>{formatter.instant(lastPushedAt)}</td>
          <td data-label={messages.actor}>{actor}</td>
        </tr>
      ))}
    </RecordTable>
  );
}

function PushesTable({
  language,
  messages,
  formatter,
  pushes,
}: Pick<PushesPageProps, 'language' | 'messages' | 'formatter' | 'pushes'>) {
  return (
    <RecordTable
      labelledBy="newest-title"
      headings={[messages.received, messages.actor, messages.outcome, messages.rejected, messages.collected]}
    >
      {pushes.map(({ id, receivedAt, actor, runId, applied, restaurants, rejectedRows, collectedAt }) => {
        const outcome = formatMessage(language, messages.applied, { applied, restaurants });
        return (
          <tr key={id}>
            <th scope="row">{formatter.instant(receivedAt)}</th>
            <td data-label={messages.actor}>{actor}</td>
            <td data-label={messages.outcome}>
              {runId === null ? outcome : <a href={`/admin/runs/${runId}`}>{outcome}</a>}
            </td>
            <td data-label={messages.rejected}>{formatter.count(rejectedRows)}</td>
            <td data-label={messages.collected}>{formatter.instant(collectedAt)}</td>
          </tr>
        );
      })}
    </RecordTable>
  );
}
