/** @jsxImportSource preact */
import { formatMessage } from '../../i18n/format-message.js';
import type { Messages } from '../../i18n/messages.js';
import type { RecordFormatter } from '../../adminjs/record-formatter.js';
import { ClientCrumbs } from './client-crumbs.js';
import { ProblemBanner } from './problem-banner.js';
import { METRICS } from '../../../domain/index.js';
import type { DayChange, ExactPreview } from '../../../sync/index.js';

/** The numbers of days up to yesterday that the form offers. */
const OFFERED_DAYS = [7, 30, 90, 365];
const DEFAULT_DAYS = 30;
/** Changed days that are listed one by one; the counts cover all of them. */
const MAX_LISTED_DAYS = 100;

interface ExactCopyPageProps {
  readonly messages: Messages;
  readonly formatter: RecordFormatter;
  readonly client: { readonly id: number; readonly name: string };
  /** The chosen number of days up to yesterday; undefined before the person chose one. */
  readonly days: number | undefined;
  readonly problem: string | undefined;
  /** What an exact copy would change; null before the person chose a number of days and when it could not be read. */
  readonly preview: ExactPreview | null;
}

/** Shows what an exact copy of one client would change, and offers to start it. */
export function ExactCopyPage({ messages, formatter, client, days, problem, preview }: ExactCopyPageProps) {
  const { exact, figures } = messages.pages.repair;
  return (
    <section class="card">
      <ClientCrumbs messages={messages} client={client} />
      <h1>
        {exact.title}: {client.name}
      </h1>
      <p>{exact.hint}</p>
      <form class="line" method="get" action={`/admin/clients/${client.id}/exact`}>
        <label>
          <span>{exact.days}</span>{' '}
          <select name="days">
            {OFFERED_DAYS.map((offered) => (
              <option key={offered} selected={offered === (days ?? DEFAULT_DAYS)}>
                {offered}
              </option>
            ))}
          </select>
        </label>
        <button class="quiet">{exact.preview}</button>
      </form>
      {problem !== undefined && <ProblemBanner problem={problem} />}
      {preview && <Preview messages={messages} formatter={formatter} preview={preview} days={days ?? 0} />}
      <p>
        <a href={`/admin?client=${client.id}`}>{figures}</a>
      </p>
    </section>
  );
}

interface PreviewProps {
  readonly messages: Messages;
  readonly formatter: RecordFormatter;
  readonly preview: ExactPreview;
  readonly days: number;
}

function Preview({ messages, formatter, preview, days }: PreviewProps) {
  const { exact } = messages.pages.repair;
  if (preview.refused) {
    return (
      <p class="error" data-testid="refused">
        {exact.outsideWindow}
      </p>
    );
  }
  return (
    <>
      <p data-testid="counts">{formatMessage(formatter.language, exact.counts, preview.counts)}</p>
      {preview.days.length === 0 ? (
        <p class="notice">{exact.same}</p>
      ) : (
        <>
          <ChangedDays messages={messages} formatter={formatter} days={preview.days} />
          <form method="post" action={`/admin/clients/${preview.client.id}/exact`}>
            <input type="hidden" name="days" value={days} />
            <button>{exact.submit}</button>
          </form>
        </>
      )}
    </>
  );
}

interface ChangedDaysProps {
  readonly messages: Messages;
  readonly formatter: RecordFormatter;
  readonly days: readonly DayChange[];
}

function ChangedDays({ messages, formatter, days }: ChangedDaysProps) {
  const { exact } = messages.pages.repair;
  const unlisted = days.length - MAX_LISTED_DAYS;
  return (
    <>
      <div class="scroll">
        <table>
          <thead>
            <tr>
              <th>{exact.day}</th>
              <th>{exact.change}</th>
              <th>{exact.values}</th>
            </tr>
          </thead>
          <tbody>
            {days.slice(0, MAX_LISTED_DAYS).map((day) => (
              <tr key={day.date} data-date={day.date}>
                <td>{formatter.day(day.date)}</td>
                <td>{exact.changes[day.change]}</td>
                <td>{describeDifferences(day, formatter).join('; ')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {unlisted > 0 && <p>{formatMessage(formatter.language, exact.more, { count: unlisted })}</p>}
    </>
  );
}

/** Returns a text for each metric whose held value differs from the upstream's. */
function describeDifferences({ held, upstream }: DayChange, formatter: RecordFormatter): string[] {
  return METRICS.flatMap(({ name, platform, field, kind }) => {
    const valueOf = (day: DayChange['held']) =>
      (day?.[platform] as Record<string, number | null> | null | undefined)?.[field] ?? null;
    const [before, after] = [valueOf(held), valueOf(upstream)];
    if (before === after) return [];
    const format = (value: number | null) =>
      kind === 'money' && value !== null ? formatter.rupiah(Math.round(value * 100)) : formatter.count(value);
    return [`${formatter.messages.fields[name]}: ${format(before)} → ${format(after)}`];
  });
}
