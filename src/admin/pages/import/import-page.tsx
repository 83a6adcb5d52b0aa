/** @jsxImportSource preact */
import { ImportPreview } from './import-preview.js';
import type { ImportTexts } from './import-texts.js';
import { ProblemBanner } from '../data-repair/problem-banner.js';
import { IMPORT_COLUMNS, type ImportPreviewDto } from '../../../clients/index.js';

export interface ImportPageProps {
  readonly texts: ImportTexts;
  /** Why the file could not be read or applied. */
  readonly problem: string | null;
  /** What the last import did. */
  readonly done: { readonly created: number; readonly updated: number } | null;
  /** The text that was pasted, when it could not be read. */
  readonly text: string;
  readonly preview: { readonly result: ImportPreviewDto; readonly content: string } | null;
}

/** Imports restaurants from a file: choose or paste it, see what it would do, and apply it. */
export function ImportPage({ texts, problem, done, text, preview }: ImportPageProps) {
  const { messages, t } = texts;
  return (
    <>
      {problem !== null && <ProblemBanner problem={problem} />}
      {done && (
        <p class="notice" role="status" data-testid="done">
          {t(messages.done, done)} <a href="/admin/resources/clients">{messages.toList}</a>
        </p>
      )}
      {preview && <ImportPreview texts={texts} {...preview} />}
      <section class="card">
        {preview ? <h2>{messages.title}</h2> : <h1>{messages.title}</h1>}
        <p>
          {messages.hint} <a href="/api/v1/clients/export.csv">{messages.download}</a>
        </p>
        <form method="post" action="/admin/import" encType="multipart/form-data">
          <label>
            <span>{messages.file}</span>
            <input type="file" name="file" accept=".csv,text/csv" />
          </label>
          <label>
            <span>{messages.paste}</span>
            <textarea name="text" rows={6} spellcheck={false}>
              {text}
            </textarea>
          </label>
          <button>{messages.preview}</button>
        </form>
        <details>
          <summary>{messages.columns}</summary>
          <p class="muted">{messages.columnsHint}</p>
          <ul>
            {IMPORT_COLUMNS.map((column) => (
              <li key={column}>
                <code>{column}</code> {texts.columnName(column)}
              </li>
            ))}
          </ul>
        </details>
      </section>
    </>
  );
}
