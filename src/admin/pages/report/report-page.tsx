/** @jsxImportSource preact */
import type { Language, Messages } from '../../i18n/messages.js';
import type { RecordFormatter } from '../../adminjs/record-formatter.js';
import { Breadcrumbs } from '../../shell/components/breadcrumbs.js';
import { CopyButton } from '../../shell/components/copy-button.js';
import { HiddenChoice } from './hidden-choice.js';
import { LinkList } from './link-list.js';
import { NewLink } from './new-link.js';
import { ProblemBanner } from '../data-repair/problem-banner.js';
import { REPORT_LANGUAGES } from '../../../clients/index.js';
import { endOfMonth, startOfMonth, type Period } from '../../../domain/index.js';
import {
  createReportDocument,
  createReportText,
  ReportBody,
  type OwnerReport,
  type ReportLink,
} from '../../../owner-reports/index.js';

export interface ReportPageProps {
  readonly language: Language;
  readonly messages: Messages;
  readonly formatter: RecordFormatter;
  /** Whom the report is about. */
  readonly subject: { readonly kind: 'client' | 'owner'; readonly id: number; readonly name: string };
  /** Where the report is sent to. */
  readonly contactPhone: string | null;
  readonly contactTelegram: string | null;
  /** The path of the page. */
  readonly path: string;
  /** The path of the API of the same report. */
  readonly apiPath: string;
  readonly period: Period;
  /** The query that selects the shown report. */
  readonly query: string;
  /** Null when the period has no report; `problem` says why. */
  readonly report: OwnerReport | null;
  readonly problem: string | null;
  readonly links: readonly Omit<ReportLink, 'tokenHash'>[];
  /** The address of a link that was made just now. It is shown once. */
  readonly newLink: { readonly url: string; readonly expiresAt: string } | null;
  /** ISO 8601 UTC. */
  readonly now: string;
}

/** A report, and beside it or below it what a manager does with it: choose the period, comment, send a link, paste the text. */
export function ReportPage(props: ReportPageProps) {
  const { report, problem } = props;
  return (
    <>
      <div class="no-print">
        <SubjectCrumbs {...props} />
        {report && <Ways {...props} report={report} />}
      </div>
      {problem !== null && <ProblemBanner problem={problem} />}
      <div class="report-layout">
        {report && (
          <div class="report-frame">
            <ReportBody document={createReportDocument(report)} />
          </div>
        )}
        <div class="report-tools no-print">
          <Choice {...props} />
          {report && <CommentForm {...props} report={report} />}
          <LinkSection {...props} />
          {report && <TextSection {...props} report={report} />}
        </div>
      </div>
    </>
  );
}

/** The way back from a report: the list and the record of its restaurant or owner. */
function SubjectCrumbs({ messages, subject: { kind, id, name } }: ReportPageProps) {
  const { controls, navigation } = messages.lists;
  const list = kind === 'client' ? 'clients' : 'owners';
  return (
    <Breadcrumbs
      label={controls.path}
      path={[
        [`/admin/resources/${list}`, navigation[list]],
        [`/admin/resources/${list}/records/${id}/show`, name],
      ]}
    />
  );
}

/** The ways from the report to its figures, its file, paper, and, where they stand below it, to the forms. */
function Ways({ messages, apiPath, query, report }: ReportPageProps & { report: OwnerReport }) {
  const { report: texts } = messages.pages;
  const parts = { choice: texts.choice, comment: texts.comment, links: texts.links, text: texts.text };
  return (
    <>
      <p>
        {report.subject.kind === 'client' && (
          <>
            <a href={`/admin?client=${report.subject.id}`}>{texts.figures}</a> ·{' '}
          </>
        )}
        <a href={`${apiPath}?${query}&format=xlsx`} download>
          {texts.xlsx}
        </a>
        <span class="report-paper"> · {texts.print}</span>
      </p>
      <p class="report-jumps">
        {texts.below}{' '}
        {Object.entries(parts).map(([id, name], at) => (
          <span key={id}>
            {at > 0 && ' · '}
            <a href={`#${id}-title`}>{name}</a>
          </span>
        ))}
      </p>
    </>
  );
}

function Choice({ messages, period, path, report }: ReportPageProps) {
  const { report: texts } = messages.pages;
  const language = report?.language ?? 'en';
  return (
    <section class="card">
      <h2 id="choice-title">{texts.choice}</h2>
      <form class="line" method="get" action={path}>
        <label>
          <span>{texts.month}</span> <input type="month" name="month" value={period.from.slice(0, 7)} required />
        </label>
        <LanguageChoice messages={messages} language={language} />
        <button>{texts.show}</button>
      </form>
      <details open={!isWholeMonth(period)}>
        <summary>{texts.ownPeriod}</summary>
        <form class="line" method="get" action={path}>
          <label>
            <span>{texts.from}</span> <input type="date" name="from" value={period.from} required />
          </label>
          <label>
            <span>{texts.to}</span> <input type="date" name="to" value={period.to} required />
          </label>
          <LanguageChoice messages={messages} language={language} />
          <button class="quiet">{texts.show}</button>
        </form>
      </details>
    </section>
  );
}

function isWholeMonth({ from, to }: Period): boolean {
  return from === startOfMonth(from) && to === endOfMonth(from);
}

function LanguageChoice({ messages, language }: { messages: Messages; language: string }) {
  return (
    <label>
      <span>{messages.pages.report.language}</span>{' '}
      <select name="lang">
        {REPORT_LANGUAGES.map((known) => (
          <option key={known} value={known} selected={known === language}>
            {messages.lists.values.language[known]}
          </option>
        ))}
      </select>
    </label>
  );
}

function CommentForm({ messages, path, period, report }: ReportPageProps & { report: OwnerReport }) {
  const { report: texts } = messages.pages;
  return (
    <section class="card">
      <h2 id="comment-title">{texts.comment}</h2>
      <form method="post" action={path}>
        <HiddenChoice period={period} language={report.language} />
        <input type="hidden" name="action" value="comment" />
        <label>
          <textarea name="text" rows={4} maxLength={1500} aria-label={texts.comment}>
            {report.comment ?? ''}
          </textarea>
          <small>{texts.commentHint}</small>
        </label>
        <button>{texts.save}</button>
      </form>
    </section>
  );
}

function TextSection({ messages, report }: ReportPageProps & { report: OwnerReport }) {
  return (
    <section class="card">
      <h2 id="text-title">{messages.pages.report.text}</h2>
      <textarea id="text" readOnly rows={12} aria-labelledby="text-title" data-testid="report-text">
        {createReportText(report)}
      </textarea>
      <CopyButton of="text" messages={messages} />
    </section>
  );
}

function LinkSection(props: ReportPageProps) {
  const { messages, path, period, report, newLink } = props;
  const { report: texts } = messages.pages;
  return (
    <section class="card">
      <h2 id="links-title">{texts.links}</h2>
      <p>{texts.linksHint}</p>
      {newLink && <NewLink {...props} newLink={newLink} />}
      {report && (
        <form class="line" method="post" action={`${path}#links-title`}>
          <HiddenChoice period={period} language={report.language} />
          <input type="hidden" name="action" value="link" />
          <label>
            <span>{texts.expiresInDays}</span>{' '}
            <input type="number" name="expiresInDays" value="30" min="1" max="365" required />
          </label>
          <button>{texts.makeLink}</button>
        </form>
      )}
      <LinkList {...props} />
    </section>
  );
}
