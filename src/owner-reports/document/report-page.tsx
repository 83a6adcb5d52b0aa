/** @jsxImportSource preact */
import type { ComponentChildren } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { ReportBody } from './report-body.js';
import { createReportDocument } from './report-document.js';
import type { OwnerReport } from '../owner-report.dto.js';
import { ReportWriter } from '../words/report-writer.js';
import type { ReportLanguage } from '../../clients/index.js';
import type { Day } from '../../domain/index.js';

/** A page of its own: it has its style inside and loads nothing. `style` is the content of the style sheet. */
interface PageProps {
  readonly language: ReportLanguage;
  readonly title: string;
  readonly style: string;
  readonly children: ComponentChildren;
}

/** Returns a report as a page of its own. @param lastDay the last day of the link that shows it; null without a link. */
export function renderReportPage(report: OwnerReport, style: string, lastDay: Day | null = null): string {
  const document = createReportDocument(report);
  const { writer } = document;
  return renderPage({
    language: report.language,
    title: `${document.name} · ${document.title}`,
    style,
    children: (
      <>
        <ReportBody document={document} />
        {lastDay && <p class="report-note">{writer.text('validUntil', { day: writer.day(lastDay) })}</p>}
      </>
    ),
  });
}

/** Returns the page of a link that does not work, in every language, because nobody knows the reader's. It says no reason. */
export function renderGonePage(style: string): string {
  const languages: readonly ReportLanguage[] = ['id', 'en', 'ru'];
  return renderPage({
    language: 'en',
    title: ReportWriter.of('en').text('goneTitle'),
    style,
    children: languages.map((language) => (
      <section key={language} lang={language} class="report-gone">
        <h1>{ReportWriter.of(language).text('goneTitle')}</h1>
        <p>{ReportWriter.of(language).text('gone')}</p>
      </section>
    )),
  });
}

function renderPage({ language, title, style, children }: PageProps): string {
  const page = (
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex, nofollow, noarchive" />
        <title>{title}</title>
        <style dangerouslySetInnerHTML={{ __html: style }} />
      </head>
      <body class="report-page">
        <main>{children}</main>
      </body>
    </html>
  );
  return `<!doctype html>${renderToString(page)}`;
}
