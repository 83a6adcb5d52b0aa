/** @jsxImportSource preact */
import type { ComponentChildren } from 'preact';
import type { ReportDocument } from './report-document.js';

/** The content of a report: what an owner reads, on the screen and on A4. The texts are shown as typed, never as markup. */
export function ReportBody({ document }: { document: ReportDocument }) {
  const { writer } = document;
  return (
    <article class="report" lang={writer.language}>
      <header>
        <h1>
          <bdi>{document.name}</bdi>
        </h1>
        <p class="report-title">{document.title}</p>
      </header>
      <Part title={writer.text('coverage')}>
        {document.coverage.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </Part>
      {document.comment !== null && (
        <Part title={writer.text('comment')}>
          <p class="report-comment">{document.comment}</p>
        </Part>
      )}
      {document.figures.length > 0 && (
        <Part title={writer.text('keyFigures')}>
          <FigureTable document={document} />
          {document.compared.map((sentence) => (
            <p key={sentence} class="report-note">
              {sentence}
            </p>
          ))}
        </Part>
      )}
      {document.target.length > 0 && (
        <Part title={writer.text('target')}>
          {document.target.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
        </Part>
      )}
      {document.platforms.length > 0 && (
        <Part title={writer.text('byPlatform')}>
          <div class="report-platforms">
            {document.platforms.map((platform) => (
              <PlatformTable key={platform.name} platform={platform} document={document} />
            ))}
          </div>
        </Part>
      )}
      {document.weekdays.length > 0 && (
        <Part title={writer.text('weekdays')}>
          <WeekdayTable document={document} />
          <p class="report-note">{writer.text('weekdaysHint')}</p>
        </Part>
      )}
      {document.extremes.length > 0 && (
        <Part title={writer.text('bestAndWorst')}>
          {document.extremes.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
          <p class="report-note">{writer.text('extremesHint')}</p>
        </Part>
      )}
      {document.definitions.length > 0 && (
        <Part title={writer.text('definitions')}>
          {document.definitions.map((sentence) => (
            <p key={sentence} class="report-note">
              {sentence}
            </p>
          ))}
        </Part>
      )}
    </article>
  );
}

function Part({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

function FigureTable({ document }: { document: ReportDocument }) {
  const { writer } = document;
  return (
    <div class="report-scroll" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th>{writer.text('figure')}</th>
            <th class="number">{writer.text('value')}</th>
            <th class="number wide">{document.previousHeading}</th>
            <ChangeHeading document={document} comparison={document.previousHeading} />
            <th class="number wide">{document.yearHeading}</th>
            <ChangeHeading document={document} comparison={document.yearHeading} />
          </tr>
        </thead>
        <tbody>
          {document.figures.map(({ label, value, previous, previousDelta, year, yearDelta }) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              <td class="number strong">{value}</td>
              <td class="number wide">{previous}</td>
              <td class="number">{previousDelta}</td>
              <td class="number wide">{year}</td>
              <td class="number">{yearDelta}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A phone shows the changes only, so their headings name there what is compared. */
function ChangeHeading({ document, comparison }: { document: ReportDocument; comparison: string }) {
  return (
    <th class="number">
      <span class="wide">{document.writer.text('change')}</span>
      <span class="narrow">{comparison}</span>
    </th>
  );
}

function PlatformTable({
  platform,
  document: { writer, previousHeading },
}: {
  platform: ReportDocument['platforms'][number];
  document: ReportDocument;
}) {
  return (
    <table>
      <thead>
        <tr>
          <th>{platform.name}</th>
          <th class="number">{writer.text('value')}</th>
          <th class="number">
            <span class="wide">
              {writer.text('change')} ({previousHeading.toLowerCase()})
            </span>
            <span class="narrow">{previousHeading}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {platform.lines.map(({ label, value, delta }) => (
          <tr key={label}>
            <th scope="row">{label}</th>
            <td class="number strong">{value}</td>
            <td class="number">{delta}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A bar for each weekday. Its length is an attribute, because the page allows no inline style. */
function WeekdayTable({ document }: { document: ReportDocument }) {
  return (
    <table class="report-weekdays">
      <tbody>
        {document.weekdays.map(({ name, sales, days, share }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td class="bar">
              <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
                <rect width={String(Math.round(share * 100))} height="10" />
              </svg>
            </td>
            <td class="number strong">{sales}</td>
            <td class="number">{days}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
