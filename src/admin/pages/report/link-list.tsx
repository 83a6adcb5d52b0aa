/** @jsxImportSource preact */
import { HiddenChoice } from './hidden-choice.js';
import type { ReportPageProps } from './report-page.js';
import { RecordTable } from '../../shell/record-table.js';

/** The links of a restaurant or an owner that still work, each with a button that revokes it. */
export function LinkList({ messages, formatter, path, period, links, now, report }: ReportPageProps) {
  const { report: texts } = messages.pages;
  const working = links.filter(({ revokedAt, expiresAt }) => revokedAt === null && expiresAt > now);
  if (working.length === 0) return <p>{texts.noLinks}</p>;
  return (
    <RecordTable
      labelledBy="links-title"
      headings={[texts.period, texts.language, texts.worksUntil, texts.author, messages.lists.controls.actions]}
    >
      {working.map(({ id, from, to, language, expiresAt, author }) => (
        <tr key={id}>
          <th scope="row">{formatter.period({ from, to })}</th>
          <td>{messages.lists.values.language[language]}</td>
          <td data-label={texts.worksUntil}>{formatter.instant(expiresAt)}</td>
          <td data-label={texts.author}>{author}</td>
          <td>
            <form method="post" action={path}>
              <HiddenChoice period={period} language={report?.language ?? language} />
              <input type="hidden" name="action" value="revoke" />
              <input type="hidden" name="link" value={id} />
              <button class="quiet">{texts.revoke}</button>
            </form>
          </td>
        </tr>
      ))}
    </RecordTable>
  );
}
