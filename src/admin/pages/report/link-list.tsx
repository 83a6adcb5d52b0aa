/** @jsxImportSource preact */
import { HiddenChoice } from './hidden-choice.js';
import type { ReportPageProps } from './report-page.js';

/** The links of a restaurant or an owner that still work, each with a button that revokes it. */
export function LinkList({ messages, formatter, path, period, links, now, report }: ReportPageProps) {
  const { report: texts } = messages.pages;
  const working = links.filter(({ revokedAt, expiresAt }) => revokedAt === null && expiresAt > now);
  if (working.length === 0) return <p>{texts.noLinks}</p>;
  return (
    <ul class="stack">
      {working.map(({ id, from, to, language, expiresAt, author }) => (
        <li key={id} class="report-link">
          <p>
            <b>{formatter.period({ from, to })}</b>, {messages.lists.values.language[language]}
            <br />
            <small>
              {texts.worksUntil} {formatter.instant(expiresAt)} · <bdi>{author}</bdi>
            </small>
          </p>
          <form class="line" method="post" action={path}>
            <HiddenChoice period={period} language={report?.language ?? language} />
            <input type="hidden" name="action" value="revoke" />
            <input type="hidden" name="link" value={id} />
            <button class="quiet">{texts.revoke}</button>
          </form>
        </li>
      ))}
    </ul>
  );
}
