/** @jsxImportSource preact */
import type { ImportTexts } from './import-texts.js';
import { Badge } from '../../shell/components/badge.js';
import { RecordTable } from '../../shell/components/record-table.js';
import type { ImportPreviewDto } from '../../../clients/index.js';

interface ImportPreviewProps {
  readonly texts: ImportTexts;
  readonly result: ImportPreviewDto;
  /** The file as base64. */
  readonly content: string;
}

/** What a file would create, change and reject, by line and column, and the button that applies it. */
export function ImportPreview({ texts, result, content }: ImportPreviewProps) {
  const { messages, t } = texts;
  const { created, updated, unchanged, rejected, changes, preview } = result;
  const count = created + updated;
  return (
    <section class="card" data-testid="preview">
      <h1>{messages.previewTitle}</h1>
      <p role="status">{t(messages.summary, { created, updated, unchanged, rejected: rejected.length })}</p>
      {rejected.length > 0 && <Rejected texts={texts} rejected={rejected} />}
      {changes.length > 0 && <Changes texts={texts} changes={changes} />}
      {count > 0 && (
        <form method="post" action="/admin/import/apply" encType="multipart/form-data">
          <input type="hidden" name="content" value={content} />
          <input type="hidden" name="preview" value={preview} />
          <p class="muted">{rejected.length > 0 ? messages.rejectedStay : messages.allOrNothing}</p>
          <button>{t(messages.apply, { count })}</button>
        </form>
      )}
    </section>
  );
}

function Rejected({ texts, rejected }: { texts: ImportTexts; rejected: ImportPreviewDto['rejected'] }) {
  const { messages } = texts;
  return (
    <>
      <h2 id="rejected-title">{messages.rejected}</h2>
      <RecordTable labelledBy="rejected-title" headings={[messages.line, messages.column, messages.problem]}>
        {rejected.flatMap(({ line, details }) =>
          details.map(({ path, message }) => (
            <tr key={`${line} ${path} ${message}`}>
              <td data-label={messages.line}>{line}</td>
              <td data-label={messages.column}>{path === '' ? messages.wholeLine : texts.columnName(path)}</td>
              <td data-label={messages.problem}>
                <span class="error">{texts.rule(message)}</span>
              </td>
            </tr>
          )),
        )}
      </RecordTable>
    </>
  );
}

function Changes({ texts, changes }: { texts: ImportTexts; changes: ImportPreviewDto['changes'] }) {
  const { messages } = texts;
  return (
    <>
      <h2 id="changes-title">{messages.changes}</h2>
      <RecordTable
        labelledBy="changes-title"
        headings={[messages.line, messages.restaurant, messages.outcome, messages.values]}
      >
        {changes.map(({ line, name, outcome, values }) => (
          <tr key={line}>
            <td data-label={messages.line}>{line}</td>
            <th scope="row">
              <bdi>{name}</bdi>
            </th>
            <td>
              <Badge tone={outcome === 'created' ? 'good' : 'warn'}>{messages.outcomes[outcome]}</Badge>
            </td>
            <td>
              <ul>
                {values.map(({ column, before, after }) => (
                  <li key={column}>
                    {texts.columnName(column)}: {outcome === 'updated' && <>{texts.value(column, before)} → </>}
                    <bdi>{texts.value(column, after)}</bdi>
                  </li>
                ))}
              </ul>
            </td>
          </tr>
        ))}
      </RecordTable>
    </>
  );
}
